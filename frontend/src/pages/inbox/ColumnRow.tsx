import { NativeSelect } from '@mantine/core';
import { useId } from 'react';
import type { Schema } from '../../api/client';
import classes from './TrayCard.module.css';

type Props = {
  column: Schema['FormatColumn'];
  /** Headers of the file. */
  headers: string[];
  chosen: string;
  /** A few values of the chosen column, as they stand in the file. */
  sample: string;
  /** What the proposal for this column rests on; empty without one, or where something else was chosen. */
  why: string;
  choose: (header: string) => void;
};

/** ColumnRow asks which column of the file holds one of a format's. */
export function ColumnRow({ column, headers, chosen, sample, why, choose }: Props) {
  const id = useId();
  return (
    <div className={classes.column}>
      <div>
        <label htmlFor={id}>{column.label} {column.required && <span className={classes.must}>needed</span>}</label>
        {column.help && <div className={classes.help} id={`${id}-help`}>{column.help}</div>}
      </div>
      <div>
        <NativeSelect id={id} required={column.required} aria-describedby={`${column.help ? `${id}-help ` : ''}${id}-why`} value={chosen}
          data={[{ value: '', label: 'Not in this file' }, ...headers.filter((h) => h !== '')]} onChange={(e) => choose(e.currentTarget.value)} />
        <div className={classes.sample} id={`${id}-why`}>
          {chosen && (sample || 'no value in the first lines')}
          {why && <span className={classes.why}>Proposed: {why}</span>}
        </div>
      </div>
    </div>
  );
}
