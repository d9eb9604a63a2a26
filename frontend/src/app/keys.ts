// Keyboard: one listener; the last part that asked for a key gets it. Nothing is taken while typing, and
// nothing behind an open dialog.
import { createContext, useContext, useEffect, useRef } from 'react';

type Handler = () => void;
const wanted: { key: string; layer: number; run: { current: Handler } }[] = [];
const layers: number[] = [];

/** Layer is how many dialogs lie under a part: 0 on the page. KeyLayer sets it. */
export const Layer = createContext(0);

/** openLayer takes the keys from everything under this layer, until the function it gives is called. */
export const openLayer = (layer: number): (() => void) => {
  layers.push(layer);
  return () => void layers.splice(layers.indexOf(layer), 1);
};

/** typing is true where keys write. */
export const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));

// What acts even while something is typed.
const anywhere = new Set(['Escape', 'mod+k', 'mod+s']);

const nameOf = (e: KeyboardEvent): string => (e.metaKey || e.ctrlKey ? `mod+${e.key.toLowerCase()}` : e.key.length === 1 ? e.key.toLowerCase() : e.key);

const act = (e: KeyboardEvent): void => {
  const name = nameOf(e);
  if (e.defaultPrevented || e.altKey || e.repeat || (typing(e.target) && !anywhere.has(name))) return;
  // Enter on a focused control belongs to that control.
  if (name === 'Enter' && e.target instanceof HTMLElement && e.target.closest('a,button,[role=button],summary,[role=option]')) return;
  const top = Math.max(0, ...layers);
  const found = wanted.findLast((w) => w.key === name && w.layer === top);
  if (!found) return;
  e.preventDefault();
  found.run.current();
};

window.addEventListener('keydown', act);

/** useKey runs do when the key is pressed while the part is shown and enabled: "1", "Enter", "Escape", "mod+z". */
export const useKey = (key: string, run: Handler, enabled = true): void => {
  const latest = useRef(run);
  const layer = useContext(Layer);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    const mine = { key, layer, run: latest };
    wanted.push(mine);
    return () => void wanted.splice(wanted.indexOf(mine), 1);
  }, [key, layer, enabled]);
};

const mac = /Mac|iPhone|iPad/.test(navigator.platform);

/** keyLabel writes a key as it is printed on a keycap. */
export const keyLabel = (key: string): string =>
  key === 'Enter' ? '↵' : key === 'Escape' ? 'Esc' : key.startsWith('mod+') ? (mac ? '⌘' : 'Ctrl ') + key.slice(4).toUpperCase() : key.toUpperCase();
