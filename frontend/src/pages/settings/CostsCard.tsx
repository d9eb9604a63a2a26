import { TextInput } from '@mantine/core';
import { Card } from '../../ui/Card';
import { problemsOf, type Form } from './form';
import classes from './SettingsPage.module.css';

type Props = { form: Form; needs: string[]; change: (more: Partial<Form>) => void };

/** CostsCard asks what an order costs the brand; an empty field is not known, which is not zero. */
export function CostsCard({ form, needs, change }: Props) {
  const problems = problemsOf(form);
  const field = (name: 'product' | 'fees' | 'shipping', label: string, unit: string, description: string) => (
    <TextInput label={label} description={description} value={form[name]} error={problems[name]} inputMode="decimal" autoComplete="off" placeholder="Not known"
      rightSection={<span className={classes.unit}>{unit}</span>} rightSectionWidth={unit.length > 1 ? 52 : 34} onChange={(e) => change({ [name]: e.currentTarget.value })} />
  );
  return (
    <Card title="Costs" aside="an empty field is not known, never zero">
      <div className={classes.fields}>
        {field('product', 'Product cost', '%', 'Share of net sales')}
        {field('fees', 'Payment and platform fees', '%', 'Share of net sales')}
        {field('shipping', 'Shipping', form.currency, 'What you pay for an order')}
      </div>
      {needs.map((n) => <p key={n} className={classes.needs}>{n}</p>)}
    </Card>
  );
}
