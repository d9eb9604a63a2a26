import { useComputedColorScheme } from '@mantine/core';
import { useId, useState } from 'react';
import type { Schema } from '../api/client';
import { variableOf } from '../app/tokens';
import classes from './ChartView.module.css';
import { ChartTip, hasPlaces } from './ChartTip';
import { DataTable } from './DataTable';
import { useDrawing } from './useDrawing';
import { useWidth } from './useWidth';

type Props = { chart: Schema['Chart']; height?: number; bare?: boolean };

const NARROW = 560;
const LEAST_HEIGHT = 190; // of charts with an axis of time on a phone

/** ChartView draws an option of the program: the wide or the narrow one, in the colours of the scheme. */
export function ChartView({ chart, height, bare = false }: Props) {
  const scheme = useComputedColorScheme('light');
  const [ref, width] = useWidth<HTMLDivElement>();
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const narrow = width > 0 && width < NARROW;
  const tall = height ?? (narrow && chart.height >= LEAST_HEIGHT ? Math.max(LEAST_HEIGHT, Math.round(chart.height * 0.8)) : chart.height);
  const option = narrow ? chart.narrow : chart.wide;
  const { canvas, drawing, failed } = useDrawing(option, scheme);
  const places = !bare && hasPlaces(option, chart.table.rows.length);
  if (failed) return <><p>{chart.alt}</p><DataTable table={chart.table} caption={chart.title} /></>;
  return (
    <div className={classes.chart} ref={ref}>
      {narrow && !bare && chart.key.length > 0 && <KeyRow entries={chart.key} />}
      <div className={classes.chart}>
        <div ref={canvas} className={`${classes.canvas} ${drawing ? '' : classes.waiting}`} style={{ height: tall }} role="img" aria-label={chart.alt}
          tabIndex={places ? 0 : undefined} />
        {places && <ChartTip drawing={drawing} table={chart.table} canvas={canvas} />}
      </div>
      {!bare && chart.table.rows.length > 0 && (
        <button type="button" className={classes.toggle} aria-expanded={asTable} aria-controls={id} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Hide the table' : 'Show as table'}<span className="cl-hidden">: {chart.title}</span>
        </button>
      )}
      <div id={id} hidden={!asTable} className={classes.table}>{asTable && <DataTable table={chart.table} caption={chart.title} />}</div>
    </div>
  );
}

function KeyRow({ entries }: { entries: Schema['Key'][] }) {
  return (
    <ul className={classes.key}>
      {entries.map((k) => (
        <li key={k.label}><span className={`${classes.sign} ${classes[k.mark] ?? ''}`} style={{ color: variableOf(k.token) }} aria-hidden="true" />{k.label}</li>
      ))}
    </ul>
  );
}
