import type { Schema } from '../api/client';
import classes from './DataTable.module.css';

/** DataTable is figures as finished words; the first column names the row. */
export function DataTable({ table, caption }: { table: Schema['Table']; caption: string }) {
  return (
    <div className={classes.wrap} tabIndex={0} role="region" aria-label={caption}>
      <table className={classes.table}>
        <caption className="cl-hidden">{caption}</caption>
        <thead><tr>{table.head.map((h, i) => <th key={i} scope="col">{h || <span className="cl-hidden">What</span>}</th>)}</tr></thead>
        <tbody>{table.rows.map((r, i) => <tr key={i}>{r.map((c, j) => <td key={j}>{c}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
