import { useMediaQuery } from '@mantine/hooks';
import { IconTicket } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import type { Schema } from '../../api/client';
import { ChartView } from '../../ui/ChartView';
import { SourceChip } from '../../ui/SourceChip';
import classes from './Creators.module.css';
import { CreatorName } from './CreatorName';
import people from './People.module.css';
import { useForestPlace } from './useForestPlace';

type Open = (handle: string) => void;
type PageProps = { page: Schema['CreatorsPage']; open: Open };

/** CreatorsTable is a table with one forest plot through its rows; on phones a card a creator. open shows all names of one. */
export function CreatorsTable(props: PageProps) {
  const phone = useMediaQuery('(max-width: 899px)', false, { getInitialValueInEffect: false });
  return phone ? <CreatorCards {...props} /> : <WideTable {...props} />;
}

function WideTable({ page, open }: PageProps) {
  const [scale, place] = useForestPlace();
  return (
    <div className={classes.table} role="table" aria-label={page.scale_label}>
      <div className={classes.head} role="row">
        <span role="columnheader">Creator</span>
        <span role="columnheader" className={`${classes.num} ${classes.wideOnly}`}>Posts</span>
        <span role="columnheader" className={classes.num}>Orders</span>
        <span role="columnheader" className={classes.num}>Sales</span>
        <span role="columnheader" className={`${classes.num} ${classes.wideOnly}`}>Commission</span>
        <span role="columnheader" ref={scale}>
          <span>{page.scale_label}</span>
          <span className={classes.scale} aria-hidden="true" style={{ display: 'block' }}>
            {page.ticks.map((t) => <span key={t.label} style={{ left: `${t.at * 100}%` }}>{t.label}</span>)}
          </span>
        </span>
        <span role="columnheader" className={classes.num}>Likely</span>
        <span role="columnheader" className={classes.num}>Range</span>
      </div>
      {page.groups.map((g) => <Group key={g.group} group={g} place={place} open={open} />)}
      <Foot />
    </div>
  );
}

// CreatorCards is the table on phones; a card has its own range figure on the shared scale.
function CreatorCards({ page, open }: PageProps) {
  return (
    <div className={classes.table}>
      {page.groups.map((g) => (
        <section key={g.group} aria-label={g.label}>
          <GroupHead group={g} />
          <ul className={classes.cards}>{g.rows.map((r) => <Phone key={r.creator} row={r} open={open} />)}</ul>
        </section>
      ))}
      <Foot />
    </div>
  );
}

function GroupHead({ group }: { group: Schema['CreatorGroup'] }) {
  return <div className={classes.group}><span><SourceChip kind="claimed" /> <h2>{group.label}</h2> <b>{group.rows.length}</b> {group.why}</span></div>;
}

function Foot() {
  return (
    <div className={classes.foot}>
      <span>Thin line: 90 % likely. Dashed and hollow: claimed by a platform, not tested.</span>
      <span>Overlapping ranges cannot be told apart.</span>
    </div>
  );
}

function Group({ group, place, open }: { group: Schema['CreatorGroup']; place: CSSProperties | undefined; open: Open }) {
  return (
    <div role="rowgroup" aria-label={group.label}>
      <div role="row"><div role="cell"><GroupHead group={group} /></div></div>
      <div className={classes.body}>
        {group.rows.map((r) => <Row key={r.creator} row={r} open={open} />)}
        {group.chart && place && <div className={classes.forest} style={place} aria-hidden="true"><ChartView chart={group.chart} height={group.rows.length * 38} bare /></div>}
      </div>
    </div>
  );
}

type RowProps = { row: Schema['CreatorRow']; open: Open };

function Row({ row, open }: RowProps) {
  return (
    <div className={classes.row} role="row" data-row>
      <span className={classes.name} role="cell"><CreatorName row={row} open={open} />{row.split && <span className={people.coded} title={row.split}><IconTicket size={16} stroke={1.75} aria-hidden="true" /><span className="cl-hidden">{row.split}</span></span>}</span>
      <span className={`${classes.num} ${classes.wideOnly}`} role="cell">{row.posts}</span>
      <span className={classes.num} role="cell">{row.orders}</span>
      <span className={classes.num} role="cell">{row.net}</span>
      <span className={`${classes.num} ${classes.wideOnly}`} role="cell">{row.commission}</span>
      <span role="cell" />
      <span className={`${classes.num} ${classes.strong}`} role="cell">{row.likely}</span>
      <span className={`${classes.num} ${classes.quiet}`} role="cell">{row.range}</span>
    </div>
  );
}

function Phone({ row, open }: RowProps) {
  return (
    <li className={classes.card} data-row>
      <div className={classes.cardTop}>
        <span className={classes.name}><CreatorName row={row} open={open} /></span>
        <span className={classes.strong}>{row.likely}</span>
      </div>
      {row.chart && <ChartView chart={row.chart} bare />}
      <div className={`${classes.cardTop} ${classes.note}`}><span>{row.orders} orders claimed, {row.net}</span><span>{row.range}</span></div>
      {row.split && <span className={classes.note}>{row.split}</span>}
    </li>
  );
}
