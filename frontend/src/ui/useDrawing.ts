import { useEffect, useRef, useState, type RefObject } from 'react';
import type { EChartsType } from 'echarts/core';
import { resolveTokens, themeName, type Scheme } from '../charts/themes';

type Option = { [key: string]: unknown };

type Drawing = { canvas: RefObject<HTMLDivElement | null>; drawing: EChartsType | undefined; failed: boolean };

/** useDrawing draws an option on an element and keeps it as large as that. ECharts comes when it is first needed; failed where it cannot. */
export const useDrawing = (option: Option, scheme: Scheme): Drawing => {
  const element = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<EChartsType>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let chart: EChartsType | undefined;
    let gone = false;
    void Promise.all([import('../charts/register'), document.fonts.ready]).then(([{ init }]) => {
      if (gone || !element.current) return;
      chart = init(element.current, themeName(scheme), { renderer: 'canvas' });
      setDrawing(chart);
    }).catch(() => setFailed(true));
    return () => {
      gone = true;
      chart?.dispose();
      setDrawing(undefined);
    };
  }, [scheme]);
  useEffect(() => {
    if (drawing && !drawing.isDisposed()) drawing.setOption(resolveTokens(option, scheme), { notMerge: true });
  }, [drawing, option, scheme]);
  useEffect(() => {
    if (!drawing || !element.current) return;
    const watch = new ResizeObserver(() => void (drawing.isDisposed() || drawing.resize()));
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [drawing]);
  return { canvas: element, drawing, failed };
};
