import { IconAlertTriangle } from '@tabler/icons-react';
import type { Failure } from '../../app/uploads';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './Inbox.module.css';

type Props = { failures: Failure[]; forget: () => void };

/** UploadFailures names each file that could not be taken in; the others went on. */
export function UploadFailures({ failures, forget }: Props) {
  if (failures.length === 0) return null;
  return (
    <div className={classes.failures} role="alert">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />
      <div>
        <h2>{failures.length === 1 ? 'One file was not taken in' : `${failures.length} files were not taken in`}</h2>
        <ul>
          {failures.map((f, i) => <li key={i}><b>{f.name}</b> {f.problem.message} {f.problem.hint}</li>)}
        </ul>
        <PrimaryButton variant="default" small onClick={forget}>Understood</PrimaryButton>
      </div>
    </div>
  );
}
