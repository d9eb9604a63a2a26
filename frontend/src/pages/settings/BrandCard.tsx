import { Select, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Card } from '../../ui/Card';
import { currencies, withOwn, zones } from '../inbox/names';
import type { Form } from './form';
import classes from './SettingsPage.module.css';

type Props = { form: Form; locked: string; change: (more: Partial<Form>) => void };

/** BrandCard is name, currency and time zone; the last two stay as they are once files are saved. */
export function BrandCard({ form, locked, change }: Props) {
  const fixed = locked !== '';
  return (
    <Card title="Brand">
      <div className={classes.fields}>
        <TextInput label="Brand name" value={form.name} maxLength={80} autoComplete="off" onChange={(e) => change({ name: e.currentTarget.value })} />
        <Select label="Currency" searchable data={currencies} limit={60} value={form.currency || null} placeholder="Not known yet" disabled={fixed} onChange={(v) => change({ currency: v ?? '' })} />
        <Select label="Shop’s time zone" searchable data={withOwn(zones, form.zone)} limit={60} value={form.zone || null} placeholder="Not known yet" disabled={fixed} onChange={(v) => change({ zone: v ?? '' })} />
      </div>
      {fixed && <p className={classes.lock}><IconLock size={16} stroke={1.75} aria-hidden="true" />{locked}</p>}
    </Card>
  );
}
