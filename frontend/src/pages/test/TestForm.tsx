import { Checkbox, Radio, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { answer, client, problemOf, type Brand, type Schema } from '../../api/client';
import { useChange } from '../../api/hooks';
import { goTo } from '../../app/router';
import { ErrorState } from '../../ui/ErrorState';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { EventsField } from './EventsField';
import { faultsOf, isFaulty } from './faults';
import { minorOf } from './minor';
import classes from './Test.module.css';

type Props = { brand: Brand; options: Schema['TestOptions']; close: () => void };

/** TestForm asks what was done: when, where, and how that was decided. */
export function TestForm({ brand, options, close }: Props) {
  const [spec, setSpec] = useState<Schema['TestSpec']>({ name: '', kind: 'shop', first: '', last: '', drawn: false });
  const [paid, setPaid] = useState('');
  const [tried, setTried] = useState(false);
  const faults = faultsOf(spec, options.regions.length);
  const shown = tried ? faults : undefined;
  const set = (part: Partial<Schema['TestSpec']>) => setSpec((s) => ({ ...s, ...part }));
  const minor = paid.trim() === '' ? undefined : minorOf(paid, options.currency);
  const add = useChange(brand, (body: Schema['TestSpec']) => answer(client.POST('/api/brand/{brand}/tests', { params: { path: { brand } }, body })));
  const send = () => {
    setTried(true);
    if (minor === null || isFaulty(faults)) return;
    const { treated: _, ...whole } = spec;
    const { source: __, ...regions } = spec;
    const body = spec.kind === 'region' ? regions : { ...whole, drawn: false };
    add.mutate(minor === undefined ? body : { ...body, paid_minor: minor }, { onSuccess: (row) => { close(); goTo(brand, `test/${row.id}`); } });
  };
  return (
    <form className={classes.form} noValidate onSubmit={(e) => { e.preventDefault(); send(); }}>
      <Radio.Group label="What do you want to compare with?" value={spec.kind} onChange={(kind) => set({ kind: kind === 'region' ? 'region' : 'shop' })}>
        <div className={classes.panel}>
          <Radio value="shop" label="All sales, with your own past" description="For when creators reached everyone. A forecast from earlier weeks says what would have come anyway. Grade C at best." />
          <Radio value="region" label="Regions with creators, with regions left out" description="For when some regions saw none of the posts. Grade A if the lot decided which, else B." disabled={options.regions.length < 2} />
        </div>
      </Radio.Group>
      {spec.kind === 'shop' && options.sources.length > 1 && (
        <Select label="Whose sales?" description="One shop alone shows whether creators are felt there too, as in Amazon after posts for TikTok Shop." allowDeselect={false}
          data={[{ value: '', label: 'All your shops together' }, ...options.sources]} value={spec.source ?? ''} onChange={(source) => set({ source: source ?? '' })} />
      )}
      <div className={classes.pair}>
        <TextInput type="date" label="First day of the test" required min={options.first_day} max={options.last_day} value={spec.first} onChange={(e) => set({ first: e.currentTarget.value })} error={shown?.first} />
        <TextInput type="date" label="Last day of the test" required min={options.first_day} max={options.last_day} value={spec.last} onChange={(e) => set({ last: e.currentTarget.value })} error={shown?.last} />
      </div>
      <p className={classes.note}>{options.advice}</p>
      {spec.kind === 'region' && <Regions options={options} spec={spec} set={set} fault={shown?.regions} />}
      <EventsField events={spec.events ?? []} options={options} faults={shown?.events} change={(events) => set({ events })} />
      <div className={classes.pair}>
        <TextInput label={`Fees and samples paid, ${options.currency}`} description="Empty means not known, which is not zero." inputMode="decimal" value={paid} onChange={(e) => setPaid(e.currentTarget.value)}
          error={minor === null ? 'Write an amount such as 1,250 or 99.50.' : undefined} />
        <TextInput label="Name" description="Empty: named after its days." maxLength={80} value={spec.name} onChange={(e) => set({ name: e.currentTarget.value })} />
      </div>
      <TextInput type="date" label="Use sales from" description="Empty: all your history. Name a day if something large changed before it, such as prices or a new site." max={spec.first || options.last_day}
        value={spec.history_from ?? ''} onChange={(e) => set({ history_from: e.currentTarget.value })} />
      {add.error && <ErrorState problem={problemOf(add.error)} />}
      <div className={classes.acts}>
        {tried && (minor === null || isFaulty(faults)) && <p className={classes.fault} role="alert">Something above is still missing.</p>}
        <PrimaryButton submits onClick={send} loading={add.isPending}>Read it out</PrimaryButton>
        <PrimaryButton variant="quiet" onClick={close}>Cancel</PrimaryButton>
      </div>
    </form>
  );
}

type RegionsProps = { options: Schema['TestOptions']; spec: Schema['TestSpec']; set: (part: Partial<Schema['TestSpec']>) => void; fault: string | undefined };

// Regions asks for the left-out regions, which are few; the test holds all the others.
function Regions({ options, spec, set, fault }: RegionsProps) {
  const all = options.regions.map((r) => r.region);
  const without = (some: string[]) => all.filter((region) => !some.includes(region));
  const left = without(spec.treated ?? all);
  return (
    <>
      <Checkbox.Group label="Regions left out (no creators’ posts were shown there)" description={`${left.length} of ${all.length} left out`} error={fault} value={left} onChange={(ticked) => set({ treated: without(ticked) })}>
        <div className={classes.regions}>
          {options.regions.map((r) => <Checkbox key={r.region} value={r.region} label={r.region} description={`${r.share}, ${left.includes(r.region) ? 'left out' : 'had creators'}`} />)}
        </div>
      </Checkbox.Group>
      <Radio.Group label="Were the left-out regions drawn by lot, before the test?" value={spec.drawn ? 'yes' : 'no'} onChange={(v) => set({ drawn: v === 'yes' })}>
        <div className={classes.panel}>
          <Radio value="yes" label="Yes, by lot" description="Grade A is possible. Only then may the answer say “caused”." />
          <Radio value="no" label="No, they were chosen" description="Grade B at best. The answer says what came in beyond what was expected." />
        </div>
      </Radio.Group>
    </>
  );
}
