import { Suspense, useEffect } from 'react';
import { useFrame } from '../api/hooks';
import { Loaded } from '../ui/Loaded';
import { Mark } from '../ui/Mark';
import { Skeleton } from '../ui/Skeleton';
import { UndoToast } from '../ui/UndoToast';
import { Frame } from './Frame';
import { goTo, usePlace } from './router';
import { routes, settingsRoute, WelcomePage } from './routes';
import classes from './Frame.module.css';
import type { Schema } from '../api/client';

/** App shows the first page, or a page in its frame. */
export function App() {
  const frame = useFrame();
  return (
    <>
      {frame.data ? <Placed frame={frame.data} /> : <Start frame={frame} />}
      <UndoToast />
    </>
  );
}

// Start stands alone until the program has answered once.
function Start({ frame }: { frame: ReturnType<typeof useFrame> }) {
  return (
    <main className={classes.start}>
      <div className={classes.startMark}><Mark /></div>
      <div className={classes.startBody}><Loaded query={frame}>{() => null}</Loaded></div>
    </main>
  );
}

function Placed({ frame }: { frame: Schema['Frame'] }) {
  const place = usePlace();
  const known = frame.brands.some((b) => b.id === place?.brand);
  const route = place && [...routes, settingsRoute].find((r) => r.page === place.page);
  const started = frame.brands.some((b) => b.id === 'own' && (b.imports > 0 || b.waiting > 0));
  const lost = !place || (place.page !== 'welcome' && (!route || !known));
  useEffect(() => {
    if (lost) goTo('own', started && !frame.problem ? 'home' : 'welcome');
  }, [lost, started, frame.problem]);
  if (lost) return <Skeleton shape="page" />;
  if (place.page === 'welcome' || !route) return <Suspense fallback={<Skeleton shape="page" />}><WelcomePage /></Suspense>;
  const Page = route.component;
  return (
    <Frame frame={frame} place={place}>
      <Suspense fallback={<Skeleton shape="page" />}>
        <Page key={`${place.brand}/${place.page}/${place.id ?? ''}`} brand={place.brand} id={place.id} />
      </Suspense>
    </Frame>
  );
}
