import { useComputedColorScheme } from '@mantine/core';
import { IconAlertTriangle, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Schema } from '../api/client';
import { DropOverlay } from '../ui/DropOverlay';
import { PrimaryButton } from '../ui/PrimaryButton';
import { AsOfBanner } from './AsOfBanner';
import { BrandMenu } from './BrandMenu';
import { Finder } from './Finder';
import classes from './Frame.module.css';
import { KeyList } from './KeyList';
import { useKey } from './keys';
import { goTo, type Place } from './router';
import { routes, settingsRoute } from './routes';
import { moveRow } from './rows';
import { SideBar } from './SideBar';
import { TabBar } from './TabBar';
import { colors } from './tokens';
import { setWindowCanvas } from './window';

type Props = { frame: Schema['Frame']; place: Place; children: ReactNode };

/** Frame is what stands around every page: the way to the others, whose data this is, and how fresh. */
export function Frame({ frame, place, children }: Props) {
  const [finding, setFinding] = useState(false);
  const [listing, setListing] = useState(false);
  const brand = frame.brands.find((b) => b.id === place.brand);
  useKey('/', () => setFinding(true));
  useKey('?', () => setListing(true));
  useKey('j', () => moveRow(1));
  useKey('k', () => moveRow(-1));
  useWindowCanvas();
  useArrival(`${place.brand}/${place.page}/${place.id ?? ''}`);
  return (
    <div className={classes.frame}>
      <a className="cl-skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById('main')?.focus(); }}>Skip to the page</a>
      {[...routes, settingsRoute].map((r) => <PageKey key={r.page} k={r.key} go={() => goTo(place.brand, r.page)} />)}
      <SideBar frame={frame} place={place} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <div className={classes.inner}>
          <div className={classes.top}>
            <div className={classes.phone}><BrandMenu frame={frame} place={place} /></div>
            <span className={classes.today}>{frame.today}</span>
            {place.brand === 'sample' && <SampleBanner />}
            {brand && brand.stale_days > 8 && place.brand === 'own' && place.page !== 'inbox' && <StaleBanner days={brand.stale_days} />}
            <span className={classes.find}><PrimaryButton k="mod+k" variant="quiet" small icon={<IconSearch size={16} stroke={1.75} />} onClick={() => setFinding(true)}>Find anything</PrimaryButton></span>
          </div>
          {brand?.as_of && <AsOfBanner brand={place.brand} asOf={brand.as_of} />}
          {children}
        </div>
      </main>
      <TabBar frame={frame} place={place} find={() => setFinding(true)} />
      <DropOverlay brand={place.brand} />
      <Finder frame={frame} brand={place.brand} opened={finding} close={() => setFinding(false)} />
      <KeyList opened={listing} close={() => setListing(false)} />
    </div>
  );
}

// useArrival starts each page at its top, for eyes and for screen readers; the first page keeps the browser's own start.
function useArrival(at: string) {
  const last = useRef(at);
  useEffect(() => {
    if (last.current === at) return;
    last.current = at;
    window.scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [at]);
}

function useWindowCanvas() {
  const scheme = useComputedColorScheme('light');
  useEffect(() => setWindowCanvas(colors[scheme].canvas ?? '#ffffff'), [scheme]);
}

function PageKey({ k, go }: { k: string; go: () => void }) {
  useKey(k, go);
  return null;
}

function SampleBanner() {
  return (
    <div className={classes.banner}>
      <span>Sample brand. Your own data is separate.</span>
      <PrimaryButton variant="default" small onClick={() => goTo('own', 'welcome')}>Use my files</PrimaryButton>
    </div>
  );
}

function StaleBanner({ days }: { days: number }) {
  return (
    <div className={classes.banner}>
      <span className={classes.stale}><IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />Your data is {days} days old.</span>
      <PrimaryButton variant="default" small onClick={() => goTo('own', 'inbox')}>Add this week’s files</PrimaryButton>
    </div>
  );
}
