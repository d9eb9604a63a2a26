import { Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { answer, client, problemOf, type Brand, type Schema } from '../../api/client';
import { useChange, useSettings } from '../../api/hooks';
import { say } from '../../app/toast';
import { Card } from '../../ui/Card';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './Inbox.module.css';
import { currencies, withOwn, zones } from './names';
import { asksBrand, type Answers, type File } from './useInboxWork';

type Props = { brand: Brand; files: File[]; zoneGuess: string; said: Answers; saved: () => void };

/** BrandCard asks the three things about the brand once, after the first drop. */
export function BrandCard(props: Props) {
  const { data: settings } = useSettings(props.brand);
  if (!settings) return null;
  return <BrandForm {...props} settings={settings} />;
}

/** guessed is the currency that most of the files name; none where two are named as often. */
const guessed = (files: File[]): string => {
  const times = new Map<string, number>();
  for (const { result } of files) if (result?.currency) times.set(result.currency, (times.get(result.currency) ?? 0) + 1);
  const [first, second] = [...times].toSorted((x, y) => y[1] - x[1]);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : '';
};

function BrandForm({ brand, files, said, saved, settings, zoneGuess }: Props & { settings: Schema['SettingsPage'] }) {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<{ currency?: string; zone?: string }>({}); // until then the guess follows the files
  const currency = chosen.currency ?? (settings.currency || said.currency || guessed(files));
  const zone = chosen.zone ?? (settings.zone || said.zone || zoneGuess);
  const save = useChange(brand, () => answer(client.PUT('/api/brand/{brand}/settings', {
    params: { path: { brand } }, body: { name, currency, zone, costs: settings.costs },
  })));
  const keep = () => save.mutate(undefined, {
    onSuccess: (done) => {
      say(done.message);
      saved(); // with another currency or zone the files read differently
    },
  });
  const whole = name.trim() !== '' && (currency !== '' || !files.some((f) => asksBrand(f, 'currency')));
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (whole) keep();
  };
  return (
    <Card title="Whose files are these?" aside="asked once">
      <p className={classes.soft}>Days begin at midnight of the shop, and sums are kept in its currency. Both stay fixed once files are saved.</p>
      <form className={classes.brand} onSubmit={submit}>
        <TextInput label="Brand name" value={name} maxLength={80} autoComplete="off" onChange={(e) => setName(e.currentTarget.value)} />
        <Select label="Currency" searchable selectFirstOptionOnChange data={currencies} value={currency || null} limit={60} disabled={settings.locked !== ''} onChange={(v) => setChosen({ ...chosen, currency: v ?? '' })} />
        <Select label="Shop’s time zone" searchable selectFirstOptionOnChange data={withOwn(zones, zone)} value={zone || null} limit={60} disabled={settings.locked !== ''} onChange={(v) => setChosen({ ...chosen, zone: v ?? '' })} />
        <div><PrimaryButton variant="default" disabled={!whole} loading={save.isPending} onClick={keep}>Keep this</PrimaryButton></div>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1}>Keep this</button>
      </form>
      {save.error && <p className={classes.bad} role="alert">{problemOf(save.error).message} {problemOf(save.error).hint}</p>}
    </Card>
  );
}
