import { Menu } from '@mantine/core';
import { IconDots, IconSearch } from '@tabler/icons-react';
import type { Schema } from '../api/client';
import { goTo, hrefOf, waitingOf, type Place } from './router';
import { routes, settingsRoute } from './routes';
import classes from './TabBar.module.css';

type Props = { frame: Schema['Frame']; place: Place; find: () => void };

const SHOWN = 4;
const more = [...routes.slice(SHOWN), settingsRoute];

/** TabBar leads to the pages on phones: four of them, the rest under More. */
export function TabBar({ frame, place, find }: Props) {
  const waiting = (page: string) => waitingOf(frame, place.brand, page);
  return (
    <nav className={classes.tabs} aria-label="Pages">
      {routes.slice(0, SHOWN).map((r) => (
        <a key={r.page} className={classes.tab} href={hrefOf(place.brand, r.page)} aria-current={place.page === r.page ? 'page' : undefined}>
          <r.icon size={20} stroke={1.75} aria-hidden="true" />
          <span>{r.name}</span>
          {waiting(r.page) > 0 && <span className={classes.count}>{waiting(r.page)}<span className="cl-hidden"> waiting</span></span>}
        </a>
      ))}
      <Menu position="top-end" width={220} withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <button type="button" className={classes.tab} data-here={more.some((r) => r.page === place.page) || undefined}>
            <IconDots size={20} stroke={1.75} aria-hidden="true" /><span>More</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {more.map((r) => <Menu.Item key={r.page} mih={44} leftSection={<r.icon size={18} stroke={1.75} />} onClick={() => goTo(place.brand, r.page)}>{r.name}</Menu.Item>)}
          <Menu.Item mih={44} leftSection={<IconSearch size={18} stroke={1.75} />} onClick={find}>Find anything</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
