import { Menu } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import type { Schema } from '../api/client';
import { Mark } from '../ui/Mark';
import classes from './BrandMenu.module.css';
import { goTo, type Place } from './router';

/** BrandMenu says whose data this is and leads to the other brand. */
export function BrandMenu({ frame, place }: { frame: Schema['Frame']; place: Place }) {
  const brand = frame.brands.find((b) => b.id === place.brand);
  return (
    <Menu position="bottom-start" width={240} floatingStrategy="fixed" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={classes.brand}>
          <Mark />
          <span className={classes.words}>
            <span className={classes.name}>{brand?.name}</span>
            <span className={classes.sub}>{brand?.subtitle}</span>
          </span>
          <span className="cl-hidden">Change brand</span>
          <IconChevronDown className={classes.chevron} size={16} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {frame.brands.map((b) => (
          <Menu.Item key={b.id} onClick={() => goTo(b.id, 'home')} leftSection={<Chosen yes={b.id === place.brand} />}>
            {b.name}{b.id === 'sample' && <span className={classes.sub}>Sample brand</span>}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => goTo('own', 'welcome')} leftSection={<Chosen yes={false} />}>First page</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Chosen({ yes }: { yes: boolean }) {
  return <span className={classes.chosen}>{yes && <IconCheck size={16} stroke={1.75} aria-label="Shown now:" />}</span>;
}
