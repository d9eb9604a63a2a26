// The currencies and time zones that this computer knows, for searching.
import type { ComboboxItem } from '@mantine/core';

const named = new Intl.DisplayNames('en', { type: 'currency' });

export const currencies: ComboboxItem[] = Intl.supportedValuesOf('currency').map((code) => ({ value: code, label: `${code} · ${named.of(code) ?? code}` }));

const known = Intl.supportedValuesOf('timeZone');
export const zones: string[] = known.includes('UTC') ? known : ['UTC', ...known];

/** withOwn adds a name that this computer does not list but the settings hold. */
export const withOwn = (list: string[], own: string): string[] => (own === '' || list.includes(own) ? list : [own, ...list]);
