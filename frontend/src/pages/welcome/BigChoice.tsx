import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useKey } from '../../app/keys';
import { Keycap } from '../../ui/Keycap';
import classes from './WelcomePage.module.css';

type Props = { k: string; icon: ReactNode; title: string; text: string; onChoose: () => void; main?: boolean; disabled?: boolean; keyed?: boolean };

/** BigChoice is one of the two ways to begin. */
export function BigChoice({ k, icon, title, text, onChoose, main = false, disabled = false, keyed = true }: Props) {
  useKey(k, onChoose, keyed && !disabled);
  return (
    <UnstyledButton className={classes.choice} data-main={main || undefined} disabled={disabled} onClick={onChoose} aria-keyshortcuts={k.toUpperCase()}>
      <span aria-hidden="true" className={classes.sign}>{icon}</span>
      <span className={classes.words}><b>{title}</b><span>{text}</span></span>
      <Keycap k={k} />
    </UnstyledButton>
  );
}
