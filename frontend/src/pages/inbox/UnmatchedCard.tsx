import { Select } from '@mantine/core';
import type { Brand, Schema } from '../../api/client';
import { useAccuracy, useDeciding, type Deciding } from '../../api/names';
import { Card } from '../../ui/Card';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './Joining.module.css';

/** UnmatchedCard lists what belongs to nobody yet or does not agree, with counts and what to do. */
export function UnmatchedCard({ brand }: { brand: Brand }) {
  const { data } = useAccuracy(brand);
  const work = useDeciding(brand);
  if (!data || data.rows.length === 0) return null;
  return (
    <Card title="Unmatched" aside={data.headline}>
      <ul className={classes.list}>
        {data.rows.map((r) => (
          <li key={r.kind + r.title} className={classes.block} data-row>
            <details>
              <summary><b>{r.title}</b></summary>
              <p className={classes.soft}>{r.why}</p>
              <ul className={classes.items}>{r.items.map((i) => <Item key={i.label + i.value} item={i} creators={data.creators} work={work} />)}</ul>
            </details>
            <p className={classes.soft}>{r.do}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

type ItemProps = { item: Schema['UnmatchedItem']; creators: Schema['NameRef'][]; work: Deciding };

function Item({ item, creators, work }: ItemProps) {
  const { name } = item;
  const give = (text: string | null) => {
    if (text !== null && name) work.decide({ verdict: 'same', pairs: [{ name, of: { kind: 'handle', text } }] });
  };
  return (
    <li>
      <span className={classes.words}><b>{item.label}</b><span className={classes.soft}>{item.value}</span></span>
      {name && (
        <span className={classes.buttons}>
          {creators.length > 0 && (
            <Select size="xs" w={170} placeholder="Whose is it?" aria-label={`Whose is ${item.label}?`} searchable limit={30} value={null} disabled={work.busy}
              data={creators.map((c) => ({ value: c.text, label: `@${c.text}` }))} onChange={give} />
          )}
          <PrimaryButton variant="default" small disabled={work.busy} onClick={() => work.decide({ verdict: 'nobody', pairs: [{ name }] })}>Nobody’s<span className="cl-hidden">: {item.label}</span></PrimaryButton>
        </span>
      )}
    </li>
  );
}
