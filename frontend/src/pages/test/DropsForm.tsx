import { Checkbox, FileButton, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { answer, client, problemOf, type Brand, type Problem, type Schema } from '../../api/client';
import { useChange } from '../../api/hooks';
import { goTo } from '../../app/router';
import { ErrorState } from '../../ui/ErrorState';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './Test.module.css';
import { minorOf } from './minor';

type Props = { brand: Brand; options: Schema['TestOptions']; close: () => void };
type Seen = Schema['DropsSees'];

const blind: Seen = { from: 0, words: '', best: false };

// seenWith is what a length shows with so many products to draw from.
const seenWith = (length: Schema['DropsLength'], products: number): Seen => length.sees.filter((s) => s.from <= products).at(-1) ?? blind;

/** DropsForm asks what drop dates are drawn from, and draws them once. */
export function DropsForm({ brand, options, close }: Props) {
  const { drops } = options;
  const [first, setFirst] = useState(drops.start);
  const [chosen, setDays] = useState<number>();
  const [products, setProducts] = useState<string[]>([]);
  const [name, setName] = useState('');
  const [paid, setPaid] = useState('');
  const [tried, setTried] = useState(false);
  const [unread, setUnread] = useState<Problem>();
  const days = chosen ?? drops.lengths.find((l) => seenWith(l, products.length).best)?.days ?? 42;
  const minor = paid.trim() === '' ? undefined : minorOf(paid, options.currency);
  const faults = {
    first: first === '' ? 'Give the first day of the test.' : first < drops.first_day ? 'Choose tomorrow or later: dates are drawn before they are lived.' : undefined,
    products: products.length === 1 ? 'Tick at least one more, or none.' : undefined,
    paid: minor === null ? 'Write an amount such as 1,250 or 99.50.' : undefined,
  };
  const plan = useChange(brand, (body: Schema['PlanSpec']) => answer(client.POST('/api/brand/{brand}/drops', { params: { path: { brand } }, body })));
  const keep = (body: Schema['PlanSpec']) => plan.mutate(body, { onSuccess: (row) => { close(); goTo(brand, `test/${row.id}`); } });
  const draw = () => {
    setTried(true);
    setUnread(undefined);
    if (minor === null || Object.values(faults).some(Boolean)) return;
    keep({ name, first, days, ...(products.length > 0 ? { products } : {}), ...(minor === undefined ? {} : { paid_minor: minor }) });
  };
  const take = (file: File | null) => {
    setUnread(undefined);
    void file?.text().then((text) => keep({ name, schedule: JSON.parse(text) as unknown })).catch(() => setUnread(notJSON(file.name))); // the border of the API
  };
  return (
    <form className={classes.form} noValidate onSubmit={(e) => { e.preventDefault(); draw(); }}>
      <p className={classes.note}>All creators post in a few short drops, on dates we draw by lot. If sales jump on exactly those dates, and not on the dates that could have been drawn, the creators did it. Grade A is possible.</p>
      <TextInput type="date" label="First day of the test" description="Leave creators time to prepare. No promotion may fall within five days of a drop, and dates cannot be moved: choose weeks without sales or holidays." required min={drops.first_day} value={first} onChange={(e) => setFirst(e.currentTarget.value)} error={tried ? faults.first : undefined} />
      <Radio.Group label="How long?" description={drops.note} value={String(days)} onChange={(v) => setDays(Number(v))}>
        <div className={classes.choices}>{drops.lengths.map((l) => <Length key={l.days} length={l} products={products.length} />)}</div>
      </Radio.Group>
      {drops.products.length > 1 && (
        <Checkbox.Group label="Draw also which products each drop shows?" description="Tick the products that creators could show, four or more if you can: then far smaller effects can be seen. Each drop shows some of them, by lot; how much creators sold in all still comes from the dates. None: only dates are drawn."
          value={products} onChange={setProducts} error={tried ? faults.products : undefined}>
          <div className={classes.regions}>{drops.products.map((p) => <Checkbox key={p.product} value={p.product} label={p.product} description={p.share} />)}</div>
        </Checkbox.Group>
      )}
      <div className={classes.pair}>
        <TextInput label={`Fees and samples for it, ${options.currency}`} description="Empty means not known, which is not zero." inputMode="decimal" value={paid} onChange={(e) => setPaid(e.currentTarget.value)} error={faults.paid} />
        <TextInput label="Name" description="Empty: named after its days." maxLength={80} value={name} onChange={(e) => setName(e.currentTarget.value)} />
      </div>
      <p className={classes.note}>
        Drawn in a terminal already? <FileButton accept=".json,application/json" onChange={take}>{(props) => <button type="button" className="cl-linklike" {...props}>Take its schedule file</button>}</FileButton>
      </p>
      <div className={classes.foot}>
        {(unread ?? plan.error) && <ErrorState problem={unread ?? problemOf(plan.error)} />}
        <div className={classes.acts}>
          <PrimaryButton submits onClick={draw} loading={plan.isPending}>Draw the dates</PrimaryButton>
          <PrimaryButton variant="quiet" onClick={close}>Cancel</PrimaryButton>
          <span className={classes.note}>They are drawn once and stay as they fall.</span>
        </div>
      </div>
    </form>
  );
}

const notJSON = (name: string): Problem => ({ code: 'bad_schedule', message: `${name} is no schedule that can be read.`, hint: 'Choose the .json file that `creatorlift calendar` wrote. Nothing was drawn or kept.' });

function Length({ length, products }: { length: Schema['DropsLength']; products: number }) {
  const seen = seenWith(length, products);
  return <Radio value={String(length.days)} label={<>{length.words}{seen.best && <span className={classes.best}>Proposed for your shop</span>}</>} description={seen.words} />;
}
