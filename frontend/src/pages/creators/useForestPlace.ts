import { useLayoutEffect, useRef, useState, type CSSProperties, type RefObject } from 'react';

/** useForestPlace finds where the forest's column lies, so that one plot runs through all rows of a group. */
export const useForestPlace = (): [RefObject<HTMLSpanElement | null>, CSSProperties | undefined] => {
  const column = useRef<HTMLSpanElement>(null);
  const [place, setPlace] = useState<CSSProperties>();
  useLayoutEffect(() => {
    const cell = column.current;
    const table = cell?.closest<HTMLElement>('[role=table]');
    if (!cell || !table) return;
    const measure = () => {
      const [inner, outer] = [cell.getBoundingClientRect(), table.getBoundingClientRect()];
      setPlace(inner.width > 0 ? { left: inner.left - outer.left, width: inner.width } : undefined);
    };
    const watch = new ResizeObserver(measure);
    watch.observe(table);
    return () => watch.disconnect();
  }, []);
  return [column, place];
};
