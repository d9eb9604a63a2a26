import type { Schema } from '../../api/client';
import { Card } from '../../ui/Card';
import { CopySteps } from './CopySteps';
import classes from './Inbox.module.css';

/** NextCard names the exports that would help most next, what each lets one see, and where it is found. */
export function NextCard({ next }: { next: Schema['NextFile'][] }) {
  if (next.length === 0) return null;
  return (
    <Card title={next.length > 1 ? 'Downloads that would help' : 'A download that would help'}>
      <ol className={classes.nexts}>
        {next.map((file) => (
          <li key={file.format}>
            <h3 className={classes.nextTitle}>{file.title}</h3>
            <p className={classes.soft}>{file.why}</p>
            {file.until && <p className={classes.until}>{file.until}</p>}
            <p className={classes.where}>{file.where} <CopySteps steps={file.where} /></p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
