import { IconCheck, IconX } from '@tabler/icons-react';
import type { Schema } from '../../api/client';
import { CopyText } from '../../ui/CopyText';
import { FigureView } from '../../ui/FigureView';
import classes from './Test.module.css';

const signs = ['', '−', '='];
const count = new Intl.NumberFormat('en');

/** ExplainPanel is where a figure comes from: arithmetic, range, what is in and out, files and hashes. */
export function ExplainPanel({ explain }: { explain: Schema['Explain'] }) {
  return (
    <div className={classes.panel}>
      <FigureView figure={explain.figure} size="hero" />
      <ul className={classes.lines}>
        {explain.lines.map((l, i) => (
          <li key={l.label}>
            <span aria-hidden="true">{signs[i]}</span>
            <span><b className={classes[l.tone]}>{l.label}</b><span className={classes.note}> {l.range}</span></span>
            <b className={`cl-num ${classes[l.tone] ?? ''}`}>{l.value}</b>
          </li>
        ))}
      </ul>
      {explain.why_wide && <div><h3>Why the range is this wide</h3><p className={classes.note}>{explain.why_wide}</p></div>}
      <div><h3>What is in</h3><ul className={classes.inOut}>{explain.in.map((x) => <li key={x}><IconCheck size={16} stroke={1.75} aria-hidden="true" />{x}</li>)}</ul></div>
      <div><h3>What is not</h3><ul className={classes.inOut}>{explain.out.map((x) => <li key={x}><IconX size={16} stroke={1.75} aria-hidden="true" />{x}</li>)}</ul></div>
      <div>
        <h3>Where it comes from</h3>
        <dl className={classes.facts}>{explain.files.map((f) => <div key={f.file}><dt>{f.file} · {f.what}</dt><dd>{count.format(f.lines)} lines</dd></div>)}</dl>
      </div>
      <div><h3>To repeat it</h3><p className={classes.code}>{explain.command}</p></div>
      <dl className={classes.facts}>{explain.hashes.map((h) => <div key={h.label}><dt>{h.label}</dt><dd className={classes.code}>{h.value}</dd></div>)}</dl>
      <CopyText text={explain.text} word="Copy as text" />
    </div>
  );
}
