// Where the page is, as the part of the address behind #: #/own/home, #/sample/test/3, #/welcome.
import { useSyncExternalStore } from 'react';
import type { Brand, Schema } from '../api/client';

export type Place = { brand: Brand; page: string; id: number | undefined };

const read = (): string => window.location.hash.replace(/^#\/?/, '');

/** placeOf reads a place; null for an address that names none. */
export const placeOf = (hash: string): Place | null => {
  const [brand, page, id] = hash.split('/');
  if (hash === 'welcome') return { brand: 'own', page: 'welcome', id: undefined };
  if ((brand !== 'own' && brand !== 'sample') || !page) return null;
  const number = Number(id);
  return { brand, page, id: id && Number.isInteger(number) ? number : undefined };
};

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

/** usePlace is where the page is; null before the first page was chosen. */
export const usePlace = (): Place | null => placeOf(useSyncExternalStore(subscribe, read));

/** hrefOf is the address of a page: "inbox", "test/3". */
export const hrefOf = (brand: Brand, page: string): string => (page === 'welcome' ? '#/welcome' : `#/${brand}/${page}`);

/** waitingOf is how many things wait on a page of a brand: files in its inbox. */
export const waitingOf = (frame: Schema['Frame'], brand: Brand, page: string): number =>
  page === 'inbox' ? (frame.brands.find((b) => b.id === brand)?.waiting ?? 0) : 0;

/** goTo opens a page. */
export const goTo = (brand: Brand, page: string): void => {
  window.location.hash = hrefOf(brand, page);
};
