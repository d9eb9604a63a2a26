import { useState } from 'react';
import type { Brand, Schema } from '../../api/client';
import { Card } from '../../ui/Card';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { AsOfForm } from './AsOfForm';
import { BatchChanges } from './BatchChanges';
import classes from './BatchList.module.css';
import { useLookBack, type LookBack } from './useLookBack';

type Props = { brand: Brand; batches: Schema['BatchRow'][]; twins: string; busy: boolean; undo: (batches: number[]) => void };

const SHOWN = 40; // imports, some months of a weekly routine

/** BatchList is every saved file with what it brought and changed, newest first; each can be taken back. */
export function BatchList({ brand, batches, twins, busy, undo }: Props) {
  const back = useLookBack(brand);
  const [all, setAll] = useState(false);
  const older = batches.length - SHOWN;
  return (
    <Card title="Earlier imports and undo" aside="newest first">
      {twins && <p className={classes.twins}>{twins}</p>}
      <ul className={classes.list}>
        {(all ? batches : batches.slice(0, SHOWN)).map((b, i) => <BatchItem key={b.batch} brand={brand} batch={b} newest={i === 0} busy={busy} undo={undo} back={back} />)}
      </ul>
      {!all && older > 0 && <div className={classes.older}><PrimaryButton variant="default" small onClick={() => setAll(true)}>Show {older} earlier</PrimaryButton></div>}
      <AsOfForm back={back} />
    </Card>
  );
}

type ItemProps = { brand: Brand; batch: Schema['BatchRow']; newest: boolean; busy: boolean; undo: (batches: number[]) => void; back: LookBack };

function BatchItem({ brand, batch: b, newest, busy, undo, back }: ItemProps) {
  const [open, setOpen] = useState(false);
  const [sure, setSure] = useState(false);
  const id = `changes-${b.batch}`;
  return (
    <li className={classes.row} data-row>
      <span className={classes.file}>
        <b className={classes.name}>{b.file}</b>
        <span className={classes.soft}>{b.what} · {b.dates}</span>
      </span>
      <span className={classes.counts}>
        <span>{b.counts}</span>
        <span className={classes.soft}>saved {b.when}</span>
        <button type="button" className={`cl-linklike ${classes.more}`} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {open ? 'Hide what changed' : 'What changed'}<span className="cl-hidden"> with {b.file}</span>
        </button>
      </span>
      <PrimaryButton variant="default" small disabled={busy} onClick={() => setSure(true)}>
        Take back<span className="cl-hidden"> {b.file}</span>
      </PrimaryButton>
      {sure && (
        <div className={classes.sure} role="group" aria-label={`Take back ${b.file}`}>
          <span>Everything that {b.file} brought or changed on {b.when} goes. The file itself is not kept here: to bring it back, drop it again.</span>
          <PrimaryButton small disabled={busy} onClick={() => { setSure(false); undo([b.batch]); }}>Take it back</PrimaryButton>
          <PrimaryButton variant="quiet" small onClick={() => setSure(false)}>Keep it</PrimaryButton>
        </div>
      )}
      <div id={id} hidden={!open} className={classes.opened}>{open && <BatchChanges brand={brand} batch={b} newest={newest} back={back} />}</div>
    </li>
  );
}
