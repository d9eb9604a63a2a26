import type { Schema } from '../../api/client';
import { Card } from '../../ui/Card';
import { CopySteps } from './CopySteps';
import classes from './Inbox.module.css';

/** NextCard names the one export that would help most next, and where it is found. */
export function NextCard({ next }: { next: Schema['NextFile'] }) {
  return (
    <Card title={next.title}>
      <p className={classes.soft}>{next.why.charAt(0).toUpperCase() + next.why.slice(1)}.</p>
      <p className={classes.where}>{next.where} <CopySteps steps={next.where} /></p>
    </Card>
  );
}
