// The design tokens. tokens.json is the only place where a colour or a size is written.
import tokens from '../../../backend/report/assets/tokens.json';

export type Scheme = 'light' | 'dark';

export const colors: Record<Scheme, Record<string, string>> = tokens.color;
export const layout = tokens.layout;
export const radius = tokens.radius;
export const shadow = tokens.shadow;

/** variableOf is the CSS variable of a colour token, for inline use: var(--cl-observed). */
export const variableOf = (token: string): string => `var(--cl-${kebab(token)})`;

/** kebab writes a token as CSS does: lineStrong is line-strong. */
export const kebab = (token: string): string => token.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
