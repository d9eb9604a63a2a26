import { UnstyledButton } from '@mantine/core';
import { say } from '../../app/toast';
import classes from './Inbox.module.css';

/** CopySteps copies where an export is found, to send to whoever has the login. */
export function CopySteps({ steps }: { steps: string }) {
  const copy = () => navigator.clipboard.writeText(steps).then(
    () => say('The steps are copied.'),
    () => say('The steps could not be copied here. Select and copy them by hand.'),
  );
  return <UnstyledButton className={classes.link} onClick={() => void copy()}>Copy the steps</UnstyledButton>;
}
