import { IconAlertTriangle, IconBan, IconCoins, IconClock, IconFileText, IconFlask, IconHelpCircle, IconInbox, IconRocket, IconTrendingUp, type TablerIcon } from '@tabler/icons-react';
import type { Brand, Schema } from '../../api/client';
import { hrefOf } from '../../app/router';
import { Card } from '../../ui/Card';
import { ChartView } from '../../ui/ChartView';
import { SourceChip } from '../../ui/SourceChip';
import classes from './Home.module.css';

const icons: Record<Schema['Action']['icon'], TablerIcon> = {
  files: IconInbox, scale: IconTrendingUp, boost: IconRocket, stop: IconBan, clock: IconClock,
  question: IconHelpCircle, test: IconFlask, report: IconFileText, cost: IconCoins,
};

/** ToDoCard is what to do today, most useful first. */
export function ToDoCard({ todo, brand }: { todo: Schema['Action'][]; brand: Brand }) {
  return (
    <Card title="To do today" pad="none">
      {todo.length === 0 && <p className={classes.none}>Nothing is waiting.</p>}
      <ul className={classes.todo}>
        {todo.map((a) => {
          const Icon = icons[a.icon];
          return (
            <li key={a.to + a.title} data-row>
              <a className={classes.act} href={hrefOf(brand, a.to)}>
                <Icon size={18} stroke={1.75} aria-hidden="true" />
                <span><b>{a.title}</b><span>{a.why}</span></span>
              </a>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** ClaimsCard sets what platforms claim beside the till. */
export function ClaimsCard({ claims }: { claims: Schema['ClaimsCard'] }) {
  return (
    <Card title="Claims against the till" aside={claims.platform_only ? <SourceChip kind="platform-only" /> : undefined}>
      <p className={classes.claim}>{claims.sentence}</p>
      {claims.chart && <ChartView chart={claims.chart} />}
      <p className={classes.note}>{claims.note}</p>
    </Card>
  );
}

/** EvidenceCard is the ladder of evidence, the strongest on top. */
export function EvidenceCard({ evidence }: { evidence: Schema['EvidenceSource'][] }) {
  return (
    <Card title="What this rests on" aside="strongest first">
      <ol className={classes.ladder}>
        {evidence.map((e) => (
          <li key={e.label} className={e.have ? classes.have : classes.lack}><span>{e.label}</span><span>{e.have ? 'here' : 'not yet'}</span></li>
        ))}
      </ol>
    </Card>
  );
}

/** HealthCard is what limits the answers. */
export function HealthCard({ notes, brand }: { notes: Schema['HealthNote'][]; brand: Brand }) {
  return (
    <Card title="About your data" pad="none">
      <ul className={classes.todo}>
        {notes.map((n) => (
          <li key={n.title} data-row>
            <a className={classes.act} href={hrefOf(brand, n.to)}>
              <IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" />
              <span><b>{n.title}</b><span>{n.why}</span></span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** CreatorsCard is how many creators stand where, by claims. */
export function CreatorsCard({ home, brand }: { home: Schema['Home']; brand: Brand }) {
  const all = home.creators.reduce((sum, c) => sum + c.count, 0);
  return (
    <Card title={<>Your {all} creators <span className={classes.note}>{home.creators_note}</span></>} aside={<a href={hrefOf(brand, 'creators')}>All creators</a>}>
      <div className={classes.bar} aria-hidden="true">
        {home.creators.map((c) => <Part key={c.group} tally={c} />)}
      </div>
      <ul className={classes.counts}>{home.creators.map((c) => <li key={c.group}><b>{c.count}</b> {c.label}</li>)}</ul>
    </Card>
  );
}

function Part({ tally }: { tally: Schema['CreatorTally'] }) {
  return tally.count > 0 ? <span className={`${classes.part} ${classes[tally.group]}`} style={{ flexGrow: tally.count }} /> : null;
}
