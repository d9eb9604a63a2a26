import { IconAlertTriangle } from '@tabler/icons-react';
import type { Problem } from '../api/client';
import { PrimaryButton } from './PrimaryButton';
import classes from './States.module.css';

type Props = {
  problem: Problem;
  retry?: (() => void) | undefined;
  /** Whether it stands for the whole page, and so is its headline. */
  alone?: boolean;
};

/** ErrorState says what happened and what to do; the code stands in the details. */
export function ErrorState({ problem, retry, alone = false }: Props) {
  const Heading = alone ? 'h1' : 'h2';
  return (
    <div className={classes.error} role="alert">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />
      <div>
        <Heading>{problem.message}</Heading>
        <p>{problem.hint}</p>
        {retry && <div className={classes.act}><PrimaryButton variant="default" small onClick={retry}>Try again</PrimaryButton></div>}
        <details><summary>Details</summary>Code: {problem.code}</details>
      </div>
    </div>
  );
}
