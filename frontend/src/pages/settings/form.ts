// The settings as they are typed.
import type { Schema } from '../../api/client';
import { minorOfMoney, moneyOfMinor, percentOfShare, shareOfPercent } from './typed';

export type Form = { name: string; currency: string; zone: string; product: string; fees: string; shipping: string };

/** formOf writes the saved settings as text fields. */
export const formOf = ({ name, currency, zone, costs }: Schema['SettingsPage']): Form => ({
  name, currency, zone,
  product: percentOfShare(costs.product_share), fees: percentOfShare(costs.fee_share), shipping: moneyOfMinor(costs.shipping_minor, currency),
});

/** problemsOf says what of the typed costs cannot be read; empty where all can. */
export const problemsOf = (form: Form): Partial<Record<keyof Form, string>> => {
  const percent = 'A percentage from 0 to 100, such as 32.5. Empty means not known.';
  return {
    ...(shareOfPercent(form.product) === undefined ? { product: percent } : {}),
    ...(shareOfPercent(form.fees) === undefined ? { fees: percent } : {}),
    ...(minorOfMoney(form.shipping, form.currency) === undefined ? { shipping: 'An amount such as 4.90. Empty means not known.' } : {}),
  };
};

export const isReady = (form: Form): boolean => Object.keys(problemsOf(form)).length === 0;

/** inputOf is what is sent; a cost that is not known is null, which is not zero. */
export const inputOf = ({ name, currency, zone, product, fees, shipping }: Form): Schema['SettingsInBody'] => ({
  name, currency, zone,
  costs: { product_share: shareOfPercent(product) ?? null, fee_share: shareOfPercent(fees) ?? null, shipping_minor: minorOfMoney(shipping, currency) ?? null },
});
