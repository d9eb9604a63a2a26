import type { Brand, Schema } from '../../api/client';
import { usePast } from '../../api/hooks';
import { useDeciding, usePeople } from '../../api/names';
import { Card } from '../../ui/Card';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './People.module.css';

/** SameCreatorCard asks whether a name is a creator's, one question at a time; nothing while all is settled. */
export function SameCreatorCard({ brand, keyed }: { brand: Brand; keyed: boolean }) {
  const { data } = usePeople(brand);
  const past = usePast(brand);
  const question = data?.ask[0];
  if (!data || !question || past) return null;
  const left = data.ask.length + data.more;
  return (
    <Card title="These look like the same person" aside={left > 1 ? `1 of ${left}` : undefined}>
      <Question key={question.id} brand={brand} question={question} keyed={keyed} />
    </Card>
  );
}

function Question({ brand, question, keyed }: { brand: Brand; question: Schema['PersonQuestion']; keyed: boolean }) {
  const { busy, decide } = useDeciding(brand);
  const say = (verdict: 'same' | 'apart' | 'nobody') =>
    decide({ verdict, pairs: [{ name: question.name, ...(verdict === 'nobody' ? {} : { of: question.of }), reason: question.reasons.join(' ') }] });
  return (
    <div className={classes.question}>
      <div>
        <h3 className={classes.title}>{question.title}</h3>
        <ul className={classes.reasons} aria-label={`Why: ${question.sure}`}>{question.reasons.map((r) => <li key={r}>{r}</li>)}</ul>
      </div>
      <dl className={classes.facts}>{question.facts.map((f) => <div key={f.label}><dt>{f.label}</dt><dd>{f.value}</dd></div>)}</dl>
      <div className={classes.answers}>
        <Answer k="y" keyed={keyed} busy={busy} main label={question.yes} onClick={() => say('same')} />
        <Answer k="n" keyed={keyed} busy={busy} label={question.no} onClick={() => say('apart')} />
        {question.nobody && <Answer k="o" keyed={keyed} busy={busy} label={question.nobody} onClick={() => say('nobody')} />}
        <span className={classes.sure}>{question.sure.charAt(0).toUpperCase() + question.sure.slice(1)}</span>
      </div>
    </div>
  );
}

type AnswerProps = { k: string; keyed: boolean; busy: boolean; main?: boolean; label: string; onClick: () => void };

function Answer({ k, keyed, busy, main = false, label, onClick }: AnswerProps) {
  return <PrimaryButton {...(keyed ? { k } : {})} variant={main ? 'primary' : 'default'} disabled={busy} onClick={onClick}>{label}</PrimaryButton>;
}
