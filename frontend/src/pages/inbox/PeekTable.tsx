import { useEffect, useRef } from 'react';
import type { Schema } from '../../api/client';
import classes from './TrayCard.module.css';

type Props = { name: string; peek: Schema['Peek']; marked?: number | undefined };

/** PeekTable is the head of a file as it stands, with the column in question marked and in view. */
export function PeekTable({ name, peek, marked }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLTableCellElement>(null);
  useEffect(() => {
    if (box.current && column.current) box.current.scrollLeft = column.current.offsetLeft - 40;
  }, [marked]);
  const mark = (i: number) => (i === marked ? { 'data-marked': true } : {});
  return (
    <div>
      <div className={classes.peek} ref={box} tabIndex={0} role="region" aria-label={`First lines of ${name}`}>
        <table>
          <thead>
            <tr>{peek.header.map((h, i) => <th key={i} scope="col" {...mark(i)} {...(i === marked ? { ref: column } : {})}>{h}</th>)}</tr>
          </thead>
          <tbody>
            {peek.rows.map((row, r) => <tr key={r}>{peek.header.map((_, i) => <td key={i} {...mark(i)}>{row[i] ?? ''}</td>)}</tr>)}
          </tbody>
        </table>
      </div>
      <p className={classes.caption}>The first lines as they stand in the file.</p>
    </div>
  );
}
