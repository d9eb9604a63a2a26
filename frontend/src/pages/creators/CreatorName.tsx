import { UnstyledButton } from '@mantine/core';
import classes from './Creators.module.css';
import people from './People.module.css';

type Props = { row: { creator: string; handle: string; initials: string }; open: (handle: string) => void };

/** CreatorName names a creator; a click shows all names. */
export function CreatorName({ row, open }: Props) {
  return (
    <UnstyledButton className={people.open} aria-haspopup="dialog" onClick={() => open(row.handle)}>
      <span className={classes.avatar} aria-hidden="true">{row.initials}</span><span>{row.creator}</span>
    </UnstyledButton>
  );
}
