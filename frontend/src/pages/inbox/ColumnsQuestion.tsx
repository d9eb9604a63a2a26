import { NativeSelect } from '@mantine/core';
import { useId, useState } from 'react';
import type { Schema } from '../../api/client';
import { ChoiceList } from '../../ui/ChoiceList';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './TrayCard.module.css';
import type { Answers } from './useInboxWork';

type Format = Schema['FormatInfo'];
type Chosen = Record<string, string>;

/** missing are the labels of what must still be chosen; an amount may also come as price and quantity. */
const missing = (format: Format, chosen: Chosen): string[] => {
  const list = format.columns.filter((c) => c.required && !chosen[c.name]).map((c) => c.label);
  const asksAmount = format.columns.some((c) => c.name === 'amount' && !c.required);
  if (asksAmount && !chosen.amount && !(chosen.unit_price && chosen.quantity)) list.push('Amount, or price and quantity');
  return list;
};

/** sampleOf is up to three values of a column, as they stand in the file. */
const sampleOf = (peek: Schema['Peek'], header: string): string => {
  const at = peek.header.indexOf(header);
  return [...new Set(peek.rows.map((row) => row[at] ?? '').filter((cell) => cell !== ''))].slice(0, 3).join(', ');
};

// neither is the answer to what a table is that is no table of any kind known here.
const neither = { answer: 'neither', label: 'Neither: leave this file out' };

type Props = {
  formats: Format[];
  peek: Schema['Peek'];
  busy: boolean;
  point: (column: number | undefined) => void;
  send: (answers: Answers) => void;
  leaveOut: () => void;
};

/** ColumnsQuestion asks what an unknown table is, then which of its columns is which. */
export function ColumnsQuestion({ formats, peek, busy, point, send, leaveOut }: Props) {
  const [kind, setKind] = useState<string>();
  const [chosen, setChosen] = useState<Chosen>({});
  const id = useId();
  const format = formats.find((f) => f.id === kind);
  const choose = (name: string, header: string) => {
    setChosen({ ...chosen, [name]: header });
    point(header === '' ? undefined : peek.header.indexOf(header));
  };
  const pickKind = (next: string) => {
    if (next === neither.answer) return leaveOut();
    setKind(next);
    setChosen({});
  };
  const left = format ? missing(format, chosen) : [];
  const columns = Object.fromEntries(Object.entries(chosen).filter(([, header]) => header !== ''));
  return (
    <>
      <ChoiceList label="What is this table?" choices={[...formats.map((f) => ({ answer: f.id, label: f.label })), neither]} chosen={kind} keyed={kind === undefined} disabled={busy} onChoose={pickKind} />
      {format && (
        <fieldset className={classes.columns}>
          <legend className="cl-hidden">Columns of {format.label}</legend>
          {format.columns.map((c) => (
            <div className={classes.column} key={c.name}>
              <div>
                <label htmlFor={`${id}${c.name}`}>{c.label} {c.required && <span className={classes.must}>needed</span>}</label>
                {c.help && <div className={classes.help} id={`${id}${c.name}-help`}>{c.help}</div>}
              </div>
              <div>
                <NativeSelect id={`${id}${c.name}`} required={c.required} aria-describedby={c.help ? `${id}${c.name}-help` : undefined} value={chosen[c.name] ?? ''}
                  data={[{ value: '', label: 'Not in this file' }, ...peek.header.filter((h) => h !== '')]} onChange={(e) => choose(c.name, e.currentTarget.value)} />
                {chosen[c.name] && <div className={classes.sample}>{sampleOf(peek, chosen[c.name] ?? '') || 'no value in the first lines'}</div>}
              </div>
            </div>
          ))}
          <div className={classes.send}>
            <PrimaryButton disabled={left.length > 0 || busy} onClick={() => send({ format: format.id, columns })}>Use these columns</PrimaryButton>
            {left.length > 0 && <span className={classes.help} role="status">Still needed: {left.join(', ')}.</span>}
          </div>
        </fieldset>
      )}
    </>
  );
}
