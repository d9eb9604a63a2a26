import type { CSSProperties } from 'react';
import type { Schema } from '../../api/client';
import { Card } from '../../ui/Card';
import classes from './CoverageCard.module.css';

type Coverage = Schema['Coverage'];

const percent = (share: number): string => `${share * 100}%`;
const placeOf = ({ from, to }: Schema['CoverageBar']) => ({ left: percent(from), width: percent(to - from) });

const states = [
  { state: 'there', label: 'there' },
  { state: 'claimed', label: 'there, as a platform says' },
  { state: 'missing', label: 'missing' },
  { state: 'partial', label: 'day was not over' },
  { state: 'stale', label: 'nothing newer' },
];

/** shownStates are the states that the calendar shows somewhere; a day without a bar is missing. */
const shownStates = ({ rows }: Coverage) => {
  const shown = new Set(rows.flatMap((row) => row.bars.map((bar): string => (bar.state === 'there' && row.kind === 'claimed' ? 'claimed' : bar.state))));
  const whole = (row: Coverage['rows'][number]) => row.bars.reduce((sum, bar) => sum + bar.to - bar.from, 0) > 0.9999;
  return states.filter(({ state }) => (state === 'missing' ? !rows.every(whole) : shown.has(state)));
};

function Row({ row, at }: { row: Coverage['rows'][number]; at: number }) {
  const line = { '--row': at } as CSSProperties; // React's types know no variables
  return (
    <>
      <span className={classes.source} style={line} aria-hidden="true">{row.source}</span>
      <div className={classes.track} style={line} role="img" aria-label={row.alt}>
        {row.bars.map((bar, i) => <span key={i} className={classes.bar} data-kind={row.kind} data-state={bar.state} style={placeOf(bar)} title={bar.label} />)}
      </div>
      <span className={classes.note} style={line} aria-hidden="true">{row.note}</span>
    </>
  );
}

/** CoverageCard is which days each source covers, gaps visible, with the tests' windows over all rows. */
export function CoverageCard({ coverage }: { coverage: Coverage }) {
  const over = { gridRow: `1 / ${coverage.rows.length + 1}` };
  const under = { '--row': coverage.rows.length + 1 } as CSSProperties;
  return (
    <Card title="What you have, day by day" aside="gaps are shown, never filled with zero">
      <div className={classes.calendar}>
        {coverage.rows.map((row, i) => <Row key={row.source} row={row} at={i + 1} />)}
        {coverage.tests.length > 0 && (
          <div className={classes.windows} style={over}>
            {coverage.tests.map((t, i) => (
              <div key={i} className={classes.window} style={placeOf(t)}><span className="cl-hidden">{t.label}</span></div>
            ))}
          </div>
        )}
        <div className={classes.ticks} style={under} aria-hidden="true">
          <span className={classes.first}>{coverage.first}</span>
          {coverage.ticks.map((t) => <span key={t.label + t.at} className={classes.tick} style={{ left: percent(t.at) }}>{t.label}</span>)}
          <span className={classes.last}>{coverage.last}</span>
        </div>
        <ul className={classes.states} aria-hidden="true">
          {shownStates(coverage).map(({ state, label }) => <li key={state}><span className={classes.sample} data-state={state} />{label}</li>)}
        </ul>
        {coverage.tests.length > 0 && <p className={classes.key}><span className={classes.sign} aria-hidden="true" />{coverage.tests.map((t) => t.label).join(' · ')}</p>}
      </div>
    </Card>
  );
}
