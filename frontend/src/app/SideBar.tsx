import { IconClock, IconDeviceLaptop } from '@tabler/icons-react';
import type { Schema } from '../api/client';
import { BrandMenu } from './BrandMenu';
import classes from './SideBar.module.css';
import { hrefOf, waitingOf, type Place } from './router';
import { routes, settingsRoute, type Route } from './routes';

type Props = { frame: Schema['Frame']; place: Place };

/** SideBar leads to the pages from 720 px on. */
export function SideBar({ frame, place }: Props) {
  const brand = frame.brands.find((b) => b.id === place.brand);
  return (
    <nav className={classes.side} aria-label="Pages">
      <div className={classes.brand}><BrandMenu frame={frame} place={place} /></div>
      <ul className={classes.nav}>
        {routes.map((r) => <li key={r.page}><PageLink route={r} place={place} waiting={waitingOf(frame, place.brand, r.page)} /></li>)}
      </ul>
      <div className={classes.foot}>
        {brand?.data_to && (
          <div className={classes.footLine} title={`Data to ${brand.data_to}`}>
            <IconClock size={16} stroke={1.75} aria-hidden="true" />
            <span className={`${classes.words} ${brand.stale_days > 8 ? classes.stale : ''}`}>Data to {brand.data_to}</span>
          </div>
        )}
        <div className={classes.footLine} title="On this computer only. Nothing is sent anywhere.">
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
    <a className={classes.link} href={hrefOf(place.brand, route.page)} aria-current={place.page === route.page ? 'page' : undefined} title={route.name} aria-keyshortcuts={route.key}>
      <Icon size={18} stroke={1.75} aria-hidden="true" />
      <span className={classes.name}>{route.name}</span>
      {waiting > 0 ? <span className={classes.count}>{waiting}<span className="cl-hidden"> waiting</span></span> : <span className={`${classes.key} cl-keycap`} aria-hidden="true">{route.key}</span>}
    </a>
  );
}
