// What a person types for a cost, read digit by digit: no sum is made, so nothing is rounded on the way.

/** Typed is a cost as typed: null is not known, undefined is not a number. */
type Typed = number | null | undefined;

const clean = (text: string): string => text.replace(/[\s\u00a0\u2009%$£€]/g, '').replace(',', '.');

/** fractionDigits is how many digits a currency has after the point. */
const fractionDigits = (currency: string): number => {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
};

/** shiftPoint moves the point of a plain number by places, as text: shiftPoint("12.5", -2) is "0.125". */
const shiftPoint = (number: string, places: number): string => {
  const [whole = '0', part = ''] = number.split('.');
  const digits = whole.padStart(Math.max(0, -places) + 1, '0') + part.padEnd(Math.max(0, places), '0');
  const at = digits.length - Math.max(part.length, Math.max(0, places)) + places;
  const [head, tail] = [digits.slice(0, at).replace(/^0+(?=\d)/, ''), digits.slice(at).replace(/0+$/, '')];
  return tail === '' ? head : `${head}.${tail}`;
};

/** shareOfPercent reads "12.5" as 0.125. */
export const shareOfPercent = (text: string): Typed => {
  const number = clean(text);
  if (number === '') return null;
  if (!/^\d{1,3}(\.\d{1,4})?$/.test(number)) return undefined;
  const share = Number(shiftPoint(number, -2));
  return share <= 1 ? share : undefined;
};

/** percentOfShare writes 0.125 as "12.5". */
export const percentOfShare = (share: number | null): string => (share === null ? '' : shiftPoint(share.toFixed(6), 2));

/** minorOfMoney reads "4.90" as 490 in a currency of two digits. */
export const minorOfMoney = (text: string, currency: string): Typed => {
  const number = clean(text);
  const digits = fractionDigits(currency);
  if (number === '') return null;
  if (!/^\d{1,9}(\.\d+)?$/.test(number) || (number.split('.')[1] ?? '').length > digits) return undefined;
  return Number(shiftPoint(number, digits));
};

/** moneyOfMinor writes 490 as "4.90". */
export const moneyOfMinor = (minor: number | null, currency: string): string => {
  if (minor === null) return '';
  const digits = fractionDigits(currency);
  if (digits === 0) return String(minor);
  const text = String(minor).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
};
