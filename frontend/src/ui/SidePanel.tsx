import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { KeyLayer } from '../app/KeyLayer';

type Props = { title: string; opened: boolean; onClose: () => void; children: ReactNode };

/** SidePanel explains something beside the page; a sheet from below on phones. It keeps and gives back the focus. */
export function SidePanel({ title, opened, onClose, children }: Props) {
  const phone = useMediaQuery('(max-width: 719px)') ?? false;
  return (
    <Drawer opened={opened} onClose={onClose} title={title} position={phone ? 'bottom' : 'right'} size={phone ? '88%' : 468} offset={phone ? 0 : 12} radius={16}
      transitionProps={{ duration: 180 }}>
      <KeyLayer>{children}</KeyLayer>
    </Drawer>
  );
}
