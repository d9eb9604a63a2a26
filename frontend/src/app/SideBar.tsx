import { Menu } from '@mantine/core';
import { IconChevronDown, IconClock, IconDeviceLaptop } from '@tabler/icons-react';
import type { Schema } from '../api/client';
import { Mark } from '../ui/Mark';
import classes from './Frame.module.css';
import { goTo, hrefOf, type Place } from './router';
import { routes, settingsRoute, type Route } from './routes';

type Props = { frame: Schema['Frame']; place: Place };

const waitingOf = ({ frame, place }: Props): number => frame.brands.find((b) => b.id === place.brand)?.waiting ?? 0;

/** SideBar leads to the pages from 720 px on. */
export function SideBar({ frame, place }: Props) {
  const brand = frame.brands.find((b) => b.id === place.brand);
  return (
    <nav className={classes.side} aria-label="Pages">
      <BrandMenu frame={frame} place={place} />
      <ul className={classes.nav}>
        {routes.map((r) => <li key={r.page}><PageLink route={r} place={place} waiting={r.page === 'inbox' ? waitingOf({ frame, place }) : 0} /></li>)}
      </ul>
      <div className={classes.foot}>
        {brand?.data_to && (
          <div className={classes.footLine}>
            <IconClock size={16} stroke={1.75} aria-hidden="true" />
            <span className={`${classes.words} ${brand.stale_days > 8 ? classes.stale : ''}`}>Data to {brand.data_to}</span>
          </div>
        )}
        <div className={classes.footLine}>
          <IconDeviceLaptop size={16} stroke={1.75} aria-hidden="true" />
          <span className={classes.words}>On this computer only. Nothing is sent anywhere.</span>
        </div>
        <div className={classes.footSettings}><PageLink route={settingsRoute} place={place} waiting={0} /></div>
      </div>
    </nav>
  );
}

function PageLink({ route, place, waiting }: { route: Route; place: Place; waiting: number }) {
  const Icon = route.icon;
  return (
    <a className={classes.link} href={hrefOf(place.brand, route.page)} aria-current={place.page === route.page ? 'page' : undefined} title={route.name}
      aria-label={waiting > 0 ? `${route.name}, ${waiting} waiting` : route.name}>
      <Icon size={18} stroke={1.75} aria-hidden="true" />
      <span className={classes.name}>{route.name}</span>
      {waiting > 0 ? <span className={classes.count}>{waiting}</span> : <span className={`${classes.key} cl-keycap`} aria-hidden="true">{route.key}</span>}
    </a>
  );
}

function BrandMenu({ frame, place }: Props) {
  const brand = frame.brands.find((b) => b.id === place.brand);
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <button type="button" className={classes.brand} aria-label={`${brand?.name ?? 'Your brand'}: change brand`}>
          <Mark />
          <span className={classes.brandWords}>
            <span className={classes.brandName}>{brand?.name}</span>
            <span className={classes.brandSub}>{brand?.subtitle}</span>
          </span>
          <IconChevronDown className={classes.chevron} size={16} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {frame.brands.map((b) => <Menu.Item key={b.id} onClick={() => goTo(b.id, 'home')}>{b.name}</Menu.Item>)}
        <Menu.Divider />
        <Menu.Item onClick={() => goTo('own', 'welcome')}>First page</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** TabBar leads to the pages on phones. */
export function TabBar({ frame, place }: Props) {
  return (
    <nav className={classes.tabs} aria-label="Pages">
      {[...routes, settingsRoute].map((r) => {
        const waiting = r.page === 'inbox' ? waitingOf({ frame, place }) : 0;
        return (
          <a key={r.page} className={classes.tab} href={hrefOf(place.brand, r.page)} aria-current={place.page === r.page ? 'page' : undefined}>
            <r.icon size={20} stroke={1.75} aria-hidden="true" />
            <span>{r.name}</span>
            {waiting > 0 && <span className={classes.count} aria-label={`${waiting} waiting`}>{waiting}</span>}
          </a>
        );
      })}
    </nav>
  );
}
