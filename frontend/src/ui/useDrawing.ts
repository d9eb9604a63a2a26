import { useEffect, useRef, useState, type RefObject } from 'react';
import type { EChartsType } from 'echarts/core';
import { resolveTokens, themeName, type Scheme } from '../charts/themes';

type Option = { [key: string]: unknown };

/** useDrawing draws an option on an element and keeps it as large as that. ECharts comes when it is first needed. */
export const useDrawing = (option: Option, scheme: Scheme): [RefObject<HTMLDivElement | null>, EChartsType | undefined] => {
  const element = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<EChartsType>();
  useEffect(() => {
    let chart: EChartsType | undefined;
    let gone = false;
    void Promise.all([import('../charts/register'), document.fonts.ready]).then(([{ init }]) => {
      if (gone || !element.current) return;
      chart = init(element.current, themeName(scheme), { renderer: 'canvas' });
      setDrawing(chart);
    });
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
  return [element, drawing];
};
