import type { Schema } from '../../api/client';
import { Card } from '../../ui/Card';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './BatchList.module.css';

type Props = { batches: Schema['BatchRow'][]; busy: boolean; undo: (batches: number[]) => void };

/** BatchList is every saved file with what it brought, newest first; each can be taken back. */
export function BatchList({ batches, busy, undo }: Props) {
  return (
    <Card title="Earlier imports and undo" aside="newest first">
      <ul className={classes.list}>
        {batches.map((b) => (
          <li key={b.batch} className={classes.row} data-row>
            <span className={classes.file}>
              <b className={classes.name}>{b.file}</b>
              <span className={classes.soft}>{b.what} · {b.dates}</span>
            </span>
            <span className={classes.counts}>
              <span>{b.counts}</span>
              <span className={classes.soft}>saved {b.when}</span>
            </span>
            <PrimaryButton variant="default" small disabled={busy} onClick={() => undo([b.batch])}>
              Take back<span className="cl-hidden"> {b.file}</span>
            </PrimaryButton>
          </li>
        ))}
      </ul>
    </Card>
  );
}
