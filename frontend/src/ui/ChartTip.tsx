import type { EChartsType } from 'echarts/core';
import { useEffect, useState, type RefObject } from 'react';
import type { Schema } from '../api/client';
import classes from './ChartView.module.css';

type Props = { drawing: EChartsType | undefined; table: Schema['Table']; canvas: RefObject<HTMLDivElement | null> };
type At = { row: number; x: number; right: boolean };

/**
 * ChartTip says the figures of one place of a chart, as text: under the pointer, where it was tapped, or step by step with the
 * arrow keys while the chart has the focus.
 */
export function ChartTip({ drawing, table, canvas }: Props) {
  const [at, setAt] = useState<At>();
  const rows = table.rows.length;
  useEffect(() => {
    const element = canvas.current;
    if (!drawing || !element) return;
    const point = (e: PointerEvent) => setAt(underPointer(drawing, element, e, rows));
    const leave = (e: PointerEvent) => e.pointerType !== 'touch' && setAt(undefined); // a tap leaves at once; its tip goes with the focus
    const press = (e: KeyboardEvent) => {
      const step = steps[e.key];
      if (step === undefined) return;
      e.preventDefault();
      setAt((before) => placed(drawing, element, Math.min(rows - 1, Math.max(0, (before?.row ?? (step > 0 ? -1 : rows)) + step))));
    };
    const blur = () => setAt(undefined);
    const off = new AbortController();
    const how = { signal: off.signal };
    element.addEventListener('pointermove', point, how);
    element.addEventListener('pointerdown', point, how);
    element.addEventListener('pointerleave', leave, how);
    element.addEventListener('keydown', press, how);
    element.addEventListener('blur', blur, how);
    return () => off.abort();
  }, [drawing, canvas, rows]);
  const row = at && table.rows[at.row];
  return (
    <div role="status">
      {at && row && (
        <>
          <div className={classes.rule} style={{ left: at.x }} />
          <div className={classes.tip} style={at.right ? { right: `calc(100% - ${at.x - 10}px)` } : { left: at.x + 10 }}>
            <b>{row[0]}</b>
            <dl>{row.slice(1).map((words, i) => words && <Pair key={i} label={table.head[i + 1] ?? ''} words={words} />)}</dl>
          </div>
        </>
      )}
    </div>
  );
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

function Pair({ label, words }: { label: string; words: string }) {
  return <><dt>{label}</dt><dd>{words}</dd></>;
}

/** hasPlaces says whether a chart has a place along x for each row of its table: only then can they be pointed at. */
export const hasPlaces = (option: { [key: string]: unknown }, rows: number): boolean => {
  const axes = option['xAxis'] as { type?: string; data?: unknown[] }[] | undefined; // the program's own option
  const [x] = axes ?? [];
  return rows > 0 && x?.type === 'category' && (x.data?.length ?? 0) <= rows;
};

const placed = (drawing: EChartsType, element: HTMLElement, row: number): At => {
  const x = drawing.convertToPixel({ xAxisIndex: 0 }, row);
  return { row, x, right: x > element.clientWidth / 2 };
};

const underPointer = (drawing: EChartsType, element: HTMLElement, e: PointerEvent, rows: number): At | undefined => {
  const box = element.getBoundingClientRect();
  const [x, y] = [e.clientX - box.left, e.clientY - box.top];
  if (drawing.isDisposed() || !drawing.containPixel({ gridIndex: 0 }, [x, y])) return undefined;
  const row = Math.round(drawing.convertFromPixel({ xAxisIndex: 0 }, x));
  return row >= 0 && row < rows ? placed(drawing, element, row) : undefined;
};
