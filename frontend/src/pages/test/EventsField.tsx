import { ActionIcon, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Schema } from '../../api/client';
import { PrimaryButton } from '../../ui/PrimaryButton';
import type { EventFaults } from './faults';
import classes from './Test.module.css';

type Props = { events: Schema['TestEvent'][]; options: Schema['TestOptions']; faults: EventFaults[] | undefined; change: (events: Schema['TestEvent'][]) => void };

/** EventsField is the promotions, stock-outs and holidays that moved sales and were no creators. */
export function EventsField({ events, options, faults, change }: Props) {
  const put = (at: number, part: Partial<Schema['TestEvent']>) => change(events.map((e, i) => (i === at ? { ...e, ...part } : e)));
  const day = { type: 'date', max: options.last_day }; // those long before the test move its history
  return (
    <fieldset className={classes.events}>
      <legend className={classes.legend}>Promotions, stock-outs or holidays, before or during the test</legend>
      {events.map((e, i) => (
        <div key={i} className={classes.event}>
          <TextInput label="What" required maxLength={80} value={e.name} onChange={(x) => put(i, { name: x.currentTarget.value })} error={faults?.[i]?.name} />
          <TextInput label="From" required {...day} value={e.first} onChange={(x) => put(i, { first: x.currentTarget.value })} error={faults?.[i]?.first} />
          <TextInput label="To" required {...day} value={e.last} onChange={(x) => put(i, { last: x.currentTarget.value })} error={faults?.[i]?.last} />
          <ActionIcon variant="subtle" size={36} aria-label={`Remove ${e.name || 'this event'}`} onClick={() => change(events.filter((_, at) => at !== i))}><IconTrash size={16} stroke={1.75} /></ActionIcon>
        </div>
      ))}
      <div><PrimaryButton variant="default" small icon={<IconPlus size={14} stroke={1.75} />} onClick={() => change([...events, { name: '', first: '', last: '' }])}>Add one</PrimaryButton></div>
    </fieldset>
  );
}
