import type { EChartsType } from 'echarts/core';
import { useEffect, useState, type RefObject } from 'react';
import type { Schema } from '../api/client';
import classes from './ChartView.module.css';

type Props = { drawing: EChartsType | undefined; table: Schema['Table']; canvas: RefObject<HTMLDivElement | null> };
type At = { row: number; x: number; right: boolean };

/** ChartTip says the figures under the pointer, as text. It appears on charts with a category for each row of their table. */
export function ChartTip({ drawing, table, canvas }: Props) {
  const [at, setAt] = useState<At>();
  useEffect(() => {
    const element = canvas.current;
    if (!drawing || !element) return;
    const move = (e: PointerEvent) => setAt(placeOf(drawing, element, e, table.rows.length));
    const leave = () => setAt(undefined);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerleave', leave);
    return () => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerleave', leave);
    };
  }, [drawing, canvas, table.rows.length]);
  const row = at && table.rows[at.row];
  if (!at || !row) return null;
  return (
    <>
      <div className={classes.rule} style={{ left: at.x, top: 8, bottom: 24 }} />
      <div className={classes.tip} style={at.right ? { right: `calc(100% - ${at.x - 10}px)`, top: 12 } : { left: at.x + 10, top: 12 }}>
        <b>{row[0]}</b>
        <dl>{row.slice(1).map((words, i) => words && <Pair key={i} label={table.head[i + 1] ?? ''} words={words} />)}</dl>
      </div>
    </>
  );
}

function Pair({ label, words }: { label: string; words: string }) {
  return <><dt>{label}</dt><dd>{words}</dd></>;
}

// Only a category axis along x has a row for each place.
const placeOf = (drawing: EChartsType, element: HTMLElement, e: PointerEvent, rows: number): At | undefined => {
  const axes = drawing.isDisposed() ? undefined : (drawing.getOption()['xAxis'] as { type?: string; data?: unknown[] }[] | undefined);
  if (axes?.[0]?.type !== 'category' || (axes[0].data?.length ?? 0) > rows) return undefined;
  const box = element.getBoundingClientRect();
  const [x, y] = [e.clientX - box.left, e.clientY - box.top];
  if (!drawing.containPixel({ gridIndex: 0 }, [x, y])) return undefined;
  const row = Math.round(drawing.convertFromPixel({ xAxisIndex: 0 }, x));
  return row >= 0 && row < rows ? { row, x: drawing.convertToPixel({ xAxisIndex: 0 }, row), right: x > box.width / 2 } : undefined;
};
