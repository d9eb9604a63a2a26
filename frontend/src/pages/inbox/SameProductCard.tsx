import type { Brand, Schema } from '../../api/client';
import { useDeciding, useProducts } from '../../api/names';
import { Card } from '../../ui/Card';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './Joining.module.css';

const SHOWN = 8;

const pairOf = ({ name, of, reason }: Schema['ProductPair']) => ({ name, of, reason });

/** SameProductCard asks which SKUs of several shops are one product; exact ones are confirmed together. */
export function SameProductCard({ brand }: { brand: Brand }) {
  const { data } = useProducts(brand);
  const { busy, decide, takeBack } = useDeciding(brand);
  if (!data || data.exact.length + data.ask.length + data.joined.length === 0) return null;
  const settle = (verdict: 'same' | 'apart', list: Schema['ProductPair'][]) => decide({ verdict, pairs: list.map(pairOf) });
  return (
    <Card title="Same product?" aside={data.facts.filter((f) => f.value !== '0').map((f) => `${f.label}: ${f.value}`).join(' · ')}>
      <p className={classes.soft}>{data.headline}</p>
      {data.exact.length > 0 && (
        <div className={classes.bulk}>
          <List pairs={data.exact} />
          <PrimaryButton variant="default" disabled={busy} onClick={() => settle('same', data.exact)}>{data.exact.length === 1 ? 'Join it' : `Join all ${data.exact.length}`}</PrimaryButton>
        </div>
      )}
      <ul className={classes.list} aria-label="Alike by title">
        {data.ask.slice(0, SHOWN).map((p) => (
          <li key={p.id} data-row>
            <Words pair={p} />
            <span className={classes.buttons}>
              <PrimaryButton variant="default" small disabled={busy} onClick={() => settle('same', [p])}>Join<span className="cl-hidden"> {p.title}</span></PrimaryButton>
              <PrimaryButton variant="quiet" small disabled={busy} onClick={() => settle('apart', [p])}>Keep apart<span className="cl-hidden"> {p.title}</span></PrimaryButton>
            </span>
          </li>
        ))}
      </ul>
      {data.joined.length > 0 && (
        <details className={classes.more}>
          <summary>{data.joined.length === 1 ? '1 pair is joined' : `${data.joined.length} pairs are joined`}</summary>
          <ul className={classes.list}>
            {data.joined.map((p) => (
              <li key={p.id}>
                <Words pair={p} />
                <PrimaryButton variant="default" small disabled={busy} onClick={() => takeBack([p.decision])}>Take back<span className="cl-hidden"> {p.title}</span></PrimaryButton>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function List({ pairs }: { pairs: Schema['ProductPair'][] }) {
  const more = pairs.length - SHOWN;
  return (
    <ul className={classes.plain} aria-label="The same SKU, written differently">
      {pairs.slice(0, SHOWN).map((p) => <li key={p.id}>{p.reason}</li>)}
      {more > 0 && <li>and {more} more</li>}
    </ul>
  );
}

function Words({ pair }: { pair: Schema['ProductPair'] }) {
  return <span className={classes.words}><b>{pair.title}</b><span className={classes.soft}>{pair.reason}{pair.sure && ` ${pair.sure.charAt(0).toUpperCase()}${pair.sure.slice(1)}.`}</span></span>;
}
