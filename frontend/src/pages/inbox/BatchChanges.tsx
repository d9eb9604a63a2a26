import type { Brand, Schema } from '../../api/client';
import { useChanges } from '../../api/hooks';
import { DataTable } from '../../ui/DataTable';
import { Loaded } from '../../ui/Loaded';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './BatchChanges.module.css';
import { Problems } from './Problems';
import type { LookBack } from './useLookBack';

type Props = { brand: Brand; batch: Schema['BatchRow']; newest: boolean; back: LookBack };

/** BatchChanges is what one import changed, as it was when the file was saved. */
export function BatchChanges({ brand, batch, newest, back }: Props) {
  return (
    <div className={classes.changes}>
      <Loaded query={useChanges(brand, batch)} shape="table">{(page) => <Changed page={page} file={batch.file} />}</Loaded>
      {!newest && (
        <div><PrimaryButton variant="default" small loading={back.busy} onClick={() => back.look({ batch: batch.batch })}>
          Show everything as known then<span className="cl-hidden">, when {batch.file} was saved</span>
        </PrimaryButton></div>
      )}
    </div>
  );
}

function Changed({ page, file }: { page: Schema['ChangesPage']; file: string }) {
  return (
    <>
      <p className={classes.headline}>{page.headline}</p>
      {page.kinds.rows.length > 0 && <DataTable table={page.kinds} caption={`What ${file} changed`} />}
      {page.notes.map((note) => <p key={note}>{note}</p>)}
      {page.bars.length > 1 && <Bars page={page} />}
      {page.bars.length === 1 && <p>{page.bars[0]?.label}</p>}
      {page.problems.length > 0 && <><h3>Set aside, and other remarks</h3><Problems problems={page.problems} /></>}
      {page.orders.rows.length > 0 && <><h3>What changed most</h3><DataTable table={page.orders} caption={`What ${file} changed most`} /></>}
    </>
  );
}

// Bars sets net sales before beside net sales after, by day; the list says the same in words.
function Bars({ page }: { page: Schema['ChangesPage'] }) {
  return (
    <figure className={classes.figure}>
      <figcaption>{page.days}</figcaption>
      <ul className={classes.bars}>
        {page.bars.map((b) => (
          <li key={b.label} title={b.label}>
            <span className="cl-hidden">{b.label}</span>
            <i className={classes.before} style={{ height: `${b.before * 100}%` }} aria-hidden="true" />
            <i className={classes.after} style={{ height: `${b.after * 100}%` }} aria-hidden="true" />
          </li>
        ))}
      </ul>
      <p className={classes.key}><i className={classes.before} aria-hidden="true" /> before <i className={classes.after} aria-hidden="true" /> after</p>
    </figure>
  );
}
