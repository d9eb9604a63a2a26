import { useMediaQuery } from '@mantine/hooks';
import type { CSSProperties } from 'react';
import type { Schema } from '../../api/client';
import { ChartView } from '../../ui/ChartView';
import { CreatorName } from './CreatorName';
import page from './Creators.module.css';
import classes from './Ranks.module.css';
import { useForestPlace } from './useForestPlace';

const ROW = 56; // px, as the program draws the forest

type Open = (handle: string) => void;
type Props = { page: Schema['RanksPage']; open: Open };
type RowProps = { row: Schema['RanksRow']; heads: Schema['RanksHeads']; open: Open };

/** RanksTable is creators in groups that cannot be told apart, with one forest plot through the rows; on phones a card a creator. */
export function RanksTable(props: Props) {
  const phone = useMediaQuery('(max-width: 899px)', false, { getInitialValueInEffect: false });
  return phone ? <RankCards {...props} /> : <WideTable {...props} />;
}

function WideTable({ page: ranks, open }: Props) {
  const [scale, place] = useForestPlace();
  const { heads } = ranks;
  return (
    <div className={page.table} role="table" aria-label={heads.scale}>
      <div className={classes.head} role="row">
        <span role="columnheader">Creator</span>
        <span role="columnheader" className={classes.num}>{heads.counted}</span>
        <span role="columnheader" ref={scale}>
          <span>{heads.scale}</span>
          <span className={page.scale} aria-hidden="true" style={{ display: 'block' }}>
            {ranks.ticks.map((t) => <span key={t.label} style={{ left: `${t.at * 100}%` }}>{t.label}</span>)}
          </span>
        </span>
        <span role="columnheader" className={classes.num}>{heads.likely}</span>
        <span role="columnheader">{heads.place}</span>
        <span role="columnheader">{heads.chance}</span>
      </div>
      {ranks.groups.map((g) => <Group key={g.label + g.rows[0]?.handle} group={g} heads={heads} place={place} open={open} />)}
      <Foot />
    </div>
  );
}

function GroupHead({ group }: { group: Schema['RanksGroup'] }) {
  return <div className={page.group}><span><h3>{group.label}</h3> <b>{group.rows.length}</b> {group.why}</span></div>;
}

function Foot() {
  return <div className={page.foot}><span>Thin line: 90 % likely. Dashed and hollow: claimed by a platform, not tested.</span><span>A line that runs out of the picture is longer.</span></div>;
}

type GroupProps = { group: Schema['RanksGroup']; heads: Schema['RanksHeads']; place: CSSProperties | undefined; open: Open };

function Group({ group, heads, place, open }: GroupProps) {
  const remarks = group.rows.filter((r) => r.note);
  return (
    <div role="rowgroup" aria-label={group.label}>
      <div role="row"><div role="cell"><GroupHead group={group} /></div></div>
      <div className={page.body}>
        {group.rows.map((r) => <Row key={r.creator} row={r} heads={heads} open={open} />)}
        {group.chart && place && <div className={page.forest} style={place} aria-hidden="true"><ChartView chart={group.chart} height={group.rows.length * ROW} bare /></div>}
      </div>
      {remarks.length > 0 && (
        <div role="row"><div role="cell"><ul className={classes.remarks}>{remarks.map((r) => <li key={r.handle}><b>{r.creator}</b> {r.note}</li>)}</ul></div></div>
      )}
    </div>
  );
}

const Two = ({ main, small, look = '', marked = false }: { main: string; small: string; look?: string; marked?: boolean }) => (
  <span className={`${classes.two} ${look}`} role="cell"><span>{main}</span>{small && <small className={marked ? classes.marked : ''}>{small}</small>}</span>
);

function Row({ row, open }: RowProps) {
  return (
    <div className={classes.row} role="row" data-row>
      <span className={page.name} role="cell"><CreatorName row={row} open={open} /></span>
      <Two main={row.counted} small={row.of} look={classes.num ?? ''} />
      <span role="cell" />
      <Two main={row.likely} small={row.range} look={`${classes.num} ${classes.strong}`} />
      <Two main={row.place} small={row.top} />
      <Two main={row.chance} small={row.judged} marked={row.marked} />
    </div>
  );
}

// RankCards is the table on phones; a card has its own range figure on the shared scale.
function RankCards({ page: ranks, open }: Props) {
  return (
    <div className={page.table}>
      {ranks.groups.map((g) => (
        <section key={g.label + g.rows[0]?.handle} aria-label={g.label}>
          <GroupHead group={g} />
          <ul className={page.cards}>{g.rows.map((r) => <RankCard key={r.creator} row={r} heads={ranks.heads} open={open} />)}</ul>
        </section>
      ))}
    </div>
  );
}

function RankCard({ row, heads, open }: RowProps) {
  return (
    <li className={page.card} data-row>
      <div className={page.cardTop}><span className={page.name}><CreatorName row={row} open={open} /></span><span className={page.strong}>{row.likely}</span></div>
      {row.chart && <ChartView chart={row.chart} bare />}
      <dl className={classes.facts}>
        <dt>{heads.counted}</dt><dd>{row.counted}, {row.of}</dd>
        {row.range && <><dt>Likely range</dt><dd>{row.range}</dd></>}
        {row.place && <><dt>{heads.place}</dt><dd>{row.place}{row.top && `, ${row.top}`}</dd></>}
        {row.chance && <><dt>{heads.chance}</dt><dd>{row.chance}</dd></>}
      </dl>
      <span className={row.marked ? page.strong : page.note}>{row.judged}</span>
      {row.note && <span className={page.note}>{row.note}</span>}
    </li>
  );
}
