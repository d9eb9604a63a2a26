/**
 * minorOf reads an amount of money as people type it ("1,250", "12.5") into minor units of a currency, by its digits
 * and not by arithmetic on fractions; null for anything else.
 */
export const minorOf = (text: string, currency: string): number | null => {
  const places = new Intl.NumberFormat('en', { style: 'currency', currency: currency || 'USD' }).resolvedOptions().maximumFractionDigits ?? 2;
  const found = /^(\d{1,3}(?:[, ]?\d{3})*|\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!found) return null;
  const fraction = found[2] ?? '';
  if (fraction.length > places) return null;
  const digits = (found[1] ?? '').replace(/[, ]/g, '') + fraction.padEnd(places, '0');
  const minor = Number(digits);
  return Number.isSafeInteger(minor) ? minor : null;
};
