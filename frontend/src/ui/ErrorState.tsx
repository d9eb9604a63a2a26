import { IconAlertTriangle } from '@tabler/icons-react';
import type { Problem } from '../api/client';
import { PrimaryButton } from './PrimaryButton';
import classes from './States.module.css';

/** ErrorState says what happened and what to do; the code stands in the details. */
export function ErrorState({ problem, retry }: { problem: Problem; retry?: (() => void) | undefined }) {
  return (
    <div className={classes.error} role="alert">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />
      <div>
        <h2>{problem.message}</h2>
        <p>{problem.hint}</p>
        {retry && <div className={classes.act}><PrimaryButton variant="default" small onClick={retry}>Try again</PrimaryButton></div>}
        <details><summary>Details</summary>Code: {problem.code}</details>
      </div>
    </div>
  );
}
