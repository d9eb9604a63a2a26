// The colours of tokens.json for charts. Options name a colour as "cl:observed"; each scheme, and the
// PDF, puts its own hex there. tokens.json is the only place where a colour is written.
import { color } from '../../../backend/report/assets/tokens.json';

export type Scheme = 'light' | 'dark';

const PREFIX = 'cl:';
const colors: Record<Scheme, Record<string, string>> = color;

// Only these keys hold colours: a name that a person wrote is never taken for one.
const COLOR_KEYS = new Set(['color', 'borderColor', 'backgroundColor', 'surface']);

/** colorOf gives the hex of a token. It throws for a name that tokens.json does not have. */
export const colorOf = (token: string, scheme: Scheme): string => {
  const hex = colors[scheme][token];
  if (hex === undefined) throw new Error(`tokens.json has no colour ${token}`);
  return hex;
};

/** tokenReviver is for JSON.parse: it reads an option with the scheme's colours. */
export const tokenReviver = (scheme: Scheme) => (key: string, value: unknown): unknown =>
  typeof value === 'string' && COLOR_KEYS.has(key) && value.startsWith(PREFIX)
    ? colorOf(value.slice(PREFIX.length), scheme)
    : value;

/** resolveTokens copies an option with the scheme's colours in place of their names. */
export const resolveTokens = <T>(option: T, scheme: Scheme): T => JSON.parse(JSON.stringify(option), tokenReviver(scheme));
