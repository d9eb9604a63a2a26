import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Schema } from '../../api/client';
import { ChoiceList } from '../../ui/ChoiceList';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { ColumnRow } from './ColumnRow';
import { ColumnsPreview } from './ColumnsPreview';
import classes from './TrayCard.module.css';
import type { Answers } from './useInboxWork';

type Format = Schema['FormatInfo'];
type Proposal = Schema['TableProposal'];
type Chosen = Record<string, string>;

/** missing are the labels of what must still be chosen. */
const missing = (format: Format, chosen: Chosen): string[] => {
  const list = format.columns.filter((c) => c.required && !chosen[c.name]).map((c) => c.label);
  const whole = (set: string[] | null) => (set ?? []).every((name) => chosen[name]);
  if (format.one_of && format.one_of.length > 0 && !format.one_of.some(whole)) list.push(format.lacks);
  return list;
};

/** sampleOf is up to three values of a column, as they stand in the file. */
const sampleOf = (peek: Schema['Peek'], header: string): string => {
  const at = peek.header.indexOf(header);
  return [...new Set(peek.rows.map((row) => row[at] ?? '').filter((cell) => cell !== ''))].slice(0, 3).join(', ');
};

/** kindsOf are the kinds of tables to choose from: what is proposed first, each with how likely it is. */
const kindsOf = (formats: Format[], proposals: Proposal[]) => {
  const rank = (id: string) => { const at = proposals.findIndex((p) => p.format === id); return at < 0 ? proposals.length : at; };
  return [...formats].sort((a, b) => rank(a.id) - rank(b.id))
    .map((f) => ({ answer: f.id, label: f.label, consequence: proposals.find((p) => p.format === f.id)?.sure ?? '' }));
};

// neither is the answer to what a table is that is no table of any kind known here.
const neither = { answer: 'neither', label: 'None of these: leave this file out' };

type Props = {
  formats: Format[];
  proposals: Proposal[];
  peek: Schema['Peek'];
  busy: boolean;
  point: (column: number | undefined) => void;
  send: (answers: Answers) => void;
  leaveOut: () => void;
};

/** ColumnsQuestion asks what an unknown table is, then which of its columns is which. Proposals are shown as such and count only once they are confirmed. */
export function ColumnsQuestion({ formats, proposals, peek, busy, point, send, leaveOut }: Props) {
  const [kind, setKind] = useState<string>();
  const [chosen, setChosen] = useState<Chosen>({});
  const [source, setSource] = useState('');
  const columnsBox = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (kind) columnsBox.current?.querySelector('select')?.focus();
  }, [kind]);
  const format = formats.find((f) => f.id === kind);
  const proposed = proposals.find((p) => p.format === kind)?.columns ?? [];
  const choose = (name: string, header: string) => {
    setChosen({ ...chosen, [name]: header });
    point(header === '' ? undefined : peek.header.indexOf(header));
  };
  const pickKind = (next: string) => {
    if (next === neither.answer) return leaveOut();
    setKind(next);
    setChosen(Object.fromEntries((proposals.find((p) => p.format === next)?.columns ?? []).map((c) => [c.name, c.header])));
  };
  const kinds = kindsOf(formats, proposals);
  const left = format ? missing(format, chosen) : [];
  const columns = Object.fromEntries(Object.entries(chosen).filter(([, header]) => header !== ''));
  const asked = new Set([...(format?.one_of ?? []).flatMap((set) => set ?? []), ...proposed.map((c) => c.name)]);
  const row = (c: Schema['FormatColumn']) => {
    const guess = proposed.find((p) => p.name === c.name);
    const header = chosen[c.name] ?? '';
    return <ColumnRow key={c.name} column={c} headers={peek.header} chosen={header} sample={header && sampleOf(peek, header)} why={guess && guess.header === header ? guess.why : ''} choose={(h) => choose(c.name, h)} />;
  };
  const rest = format?.columns.filter((c) => !c.required && !asked.has(c.name)) ?? [];
  return (
    <>
      <ChoiceList label="What is this table?" choices={kind ? kinds.filter((k) => k.answer === kind) : [...kinds, neither]} chosen={kind} keyed={kind === undefined} disabled={busy} onChoose={pickKind} />
      {kind && <div><PrimaryButton variant="quiet" small onClick={() => setKind(undefined)}>It is another kind of table</PrimaryButton></div>}
      {format && (
        <fieldset className={classes.columns} ref={columnsBox}>
          <legend className="cl-hidden">Columns of {format.label}</legend>
          {format.columns.filter((c) => c.required || asked.has(c.name)).map(row)}
          {rest.length > 0 && (
            <details className={classes.more}>
              <summary>More columns ({rest.length})</summary>
              {rest.map(row)}
            </details>
          )}
          {format.named && <TextInput label="Which tool is it from?" description="Its name stands beside its figures. May be left empty." maxLength={60} value={source} onChange={(e) => setSource(e.currentTarget.value)} />}
          <ColumnsPreview format={format} chosen={chosen} peek={peek} />
          <div className={classes.send}>
            <PrimaryButton disabled={left.length > 0 || busy} onClick={() => send({ format: format.id, columns, ...(format.named && source.trim() ? { source: source.trim() } : {}) })}>Use these columns</PrimaryButton>
            {left.length > 0 && <span className={classes.help} role="status">Still needed: {left.join(', ')}.</span>}
          </div>
        </fieldset>
      )}
    </>
  );
}
