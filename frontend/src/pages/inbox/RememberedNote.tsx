import type { Schema } from '../../api/client';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './TrayCard.module.css';

type Props = { remembered: Schema['RememberedMapping']; busy: boolean; change: () => void };

/** RememberedNote says that a file is read as was once said of one with the same columns, and how to change it. */
export function RememberedNote({ remembered, busy, change }: Props) {
  return (
    <div className={classes.remembered}>
      <details>
        <summary>Read {remembered.when}</summary>
        <ul>{(remembered.says ?? []).map((says) => <li key={says}>{says}</li>)}</ul>
      </details>
      <PrimaryButton variant="default" small disabled={busy} onClick={change}>Ask me again</PrimaryButton>
    </div>
  );
}
