import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useKey } from '../app/keys';
import { Keycap } from './Keycap';

type Props = {
  k?: string; onClick: () => void; children: ReactNode; icon?: ReactNode;
  disabled?: boolean; loading?: boolean; variant?: 'primary' | 'default' | 'quiet'; small?: boolean;
  /** Whether it sends the form around it, so that Enter in a field does too; onClick is then the form's. */
  submits?: boolean;
};

const looks = { primary: 'filled', default: 'default', quiet: 'subtle' } as const;

/** PrimaryButton is a button with its key printed on it; k is the key that presses it. */
export function PrimaryButton({ k, onClick, children, icon, disabled = false, loading = false, variant = 'primary', small = false, submits = false }: Props) {
  useKey(k ?? '', onClick, k !== undefined && !disabled && !loading);
  return (
    <Button variant={looks[variant]} type={submits ? 'submit' : 'button'} onClick={submits ? undefined : onClick} disabled={disabled} loading={loading} leftSection={icon} h={small ? 28 : 36}
      px={small ? 10 : 14} fw={500} fz={small ? 13 : 14} rightSection={k ? <Keycap k={k} /> : undefined}
      {...(k ? { 'aria-keyshortcuts': k.replace('mod', 'Control') } : {})}>
      {children}
    </Button>
  );
}
