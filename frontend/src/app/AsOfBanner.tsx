import { IconHistory } from '@tabler/icons-react';
import { answer, client, problemOf, type Brand, type Schema } from '../api/client';
import { useChange } from '../api/hooks';
import { PrimaryButton } from '../ui/PrimaryButton';
import classes from './AsOfBanner.module.css';

/** AsOfBanner stands on every page while a brand is shown as it was known once, with the way back. */
export function AsOfBanner({ brand, asOf }: { brand: Brand; asOf: Schema['AsOfFrame'] }) {
  const back = useChange(brand, () => answer(client.DELETE('/api/brand/{brand}/as-of', { params: { path: { brand } } })));
  return (
    <section className={classes.banner} aria-label="Looking back">
      <IconHistory size={18} stroke={1.75} aria-hidden="true" />
      <p role="status"><b>{asOf.message}</b> {asOf.why} Nothing can be changed meanwhile.
        {back.error && <span className={classes.bad}> {problemOf(back.error).message}</span>}
      </p>
      <PrimaryButton small loading={back.isPending} onClick={() => back.mutate(undefined)}>Back to today</PrimaryButton>
    </section>
  );
}
