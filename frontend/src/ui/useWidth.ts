import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** useWidth is an element's width in px, 0 until it is known. */
export const useWidth = <T extends HTMLElement>(): [RefObject<T | null>, number] => {
  const element = useRef<T>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const watched = element.current;
    if (!watched) return;
    setWidth(watched.clientWidth);
    const watch = new ResizeObserver(() => setWidth(watched.clientWidth));
    watch.observe(watched);
    return () => watch.disconnect();
  }, []);
  return [element, width];
};
