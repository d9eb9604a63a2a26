import type { Schema } from '../../api/client';
import classes from './TrayCard.module.css';

type Props = { format: Schema['FormatInfo']; chosen: Record<string, string>; peek: Schema['Peek'] };

/** ColumnsPreview is the first lines of a file under the names that were chosen for its columns. */
export function ColumnsPreview({ format, chosen, peek }: Props) {
  const columns = format.columns
    .map((c) => ({ name: c.name, label: c.label, at: peek.header.indexOf(chosen[c.name] ?? '') }))
    .filter((c) => c.at >= 0 && chosen[c.name] !== '');
  if (columns.length === 0) return null;
  return (
    <div>
      <div className={classes.peek} tabIndex={0} role="region" aria-label="First lines as they would be read">
        <table>
          <thead>
            <tr>{columns.map((c) => <th key={c.name} scope="col">{c.label}</th>)}</tr>
          </thead>
          <tbody>
            {peek.rows.map((row, r) => <tr key={r}>{columns.map((c) => <td key={c.name}>{row[c.at] ?? ''}</td>)}</tr>)}
          </tbody>
        </table>
      </div>
      <p className={classes.caption}>The first lines as they would be read.</p>
    </div>
  );
}
