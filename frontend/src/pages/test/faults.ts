import type { Schema } from '../../api/client';

type Spec = Schema['TestSpec'];

/** Faults are what keeps a test from being read, in plain words, each for the field it stands beside. */
export type Faults = { first?: string; last?: string; regions?: string; events: EventFaults[] };

/** EventFaults are the same for one event. */
export type EventFaults = { name?: string; first?: string; last?: string };

const before = 'The last day comes before the first.';

const daysOf = (first: string, last: string, words: [string, string]): { first?: string; last?: string } => ({
  ...(first === '' ? { first: words[0] } : {}),
  ...(last === '' ? { last: words[1] } : first !== '' && last < first ? { last: before } : {}),
});

const regionsOf = (spec: Spec, all: number): { regions?: string } => {
  const treated = spec.treated?.length ?? all;
  if (spec.kind !== 'region') return {};
  if (treated >= all) return { regions: 'Tick at least one region where no creators’ posts were shown.' };
  return treated === 0 ? { regions: 'Leave at least one region unticked: creators’ posts were shown somewhere.' } : {};
};

const eventOf = (e: Schema['TestEvent']): EventFaults => ({
  ...(e.name.trim() === '' ? { name: 'Say what it was, or remove it.' } : {}),
  ...daysOf(e.first, e.last, ['Give its first day.', 'Give its last day.']),
});

/** faultsOf lists what is wrong with a test that is about to be read; all is how many regions there are. */
export const faultsOf = (spec: Spec, all: number): Faults => ({
  ...daysOf(spec.first, spec.last, ['Give the first day of the test.', 'Give the last day of the test.']),
  ...regionsOf(spec, all),
  events: (spec.events ?? []).map(eventOf),
});

/** isFaulty is whether anything is wrong at all. */
export const isFaulty = ({ events, ...own }: Faults): boolean => Object.keys(own).length > 0 || events.some((e) => Object.keys(e).length > 0);
