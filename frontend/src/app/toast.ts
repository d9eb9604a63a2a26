// The one message at the bottom left: what changed, and how to take it back.
import { useSyncExternalStore } from 'react';

export type Toast = { id: number; text: string; undo?: (() => void) | undefined };

let current: Toast | null = null;
let next = 1;
const listeners = new Set<() => void>();
const set = (toast: Toast | null): void => {
  current = toast;
  listeners.forEach((tell) => tell());
};

/** say shows a message; undo takes the change back (U, Ctrl Z). */
export const say = (text: string, undo?: () => void): void => set({ id: next++, text, undo });

/** hush takes a message away, if it is still the one that is shown. */
export const hush = (id: number): void => {
  if (current?.id === id) set(null);
};

export const useToast = (): Toast | null =>
  useSyncExternalStore((tell) => { listeners.add(tell); return () => void listeners.delete(tell); }, () => current);
