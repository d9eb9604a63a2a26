import type { Schema } from '../../api/client';
import { Card } from '../../ui/Card';
import { SourceChip } from '../../ui/SourceChip';
import classes from './Creators.module.css';

/** ReportedCard lists the creators whom only a platform's reports name. */
export function ReportedCard({ list }: { list: Schema['ReportedList'] }) {
  return (
    <Card title={list.title} aside={<SourceChip kind="platform-only" />}>
      <p className={classes.note}>{list.why}</p>
      <div className={classes.reported} tabIndex={0} role="region" aria-label={`${list.title}, the list`}>
        <table>
          <thead><tr><th scope="col">Creator</th><th scope="col">Claimed sales</th><th scope="col">Orders</th><th scope="col">Posts</th><th scope="col">Report</th></tr></thead>
          <tbody>
            {list.rows.map((row) => (
              <tr key={row.handle}><th scope="row">{row.handle}</th><td>{row.sales}</td><td>{row.orders}</td><td>{row.posts}</td><td>{row.period}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
