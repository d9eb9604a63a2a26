import { IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { keyLabel, useKey } from '../app/keys';
import { hush, useToast } from '../app/toast';
import classes from './UndoToast.module.css';

const SHOWN_MS = 10_000;

/** UndoToast shows what changed for ten seconds, longer under the pointer or in focus. */
export function UndoToast() {
  const toast = useToast();
  const [held, setHeld] = useState(false);
  const id = toast?.id;
  useEffect(() => {
    if (id === undefined || held) return;
    const timer = setTimeout(() => hush(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, held]);
  const undo = () => {
    if (!toast?.undo) return;
    hush(toast.id);
    toast.undo();
  };
  useKey('u', undo, toast?.undo !== undefined);
  useKey('mod+z', undo, toast?.undo !== undefined);
  return (
    <div role="status" aria-live="polite">
      {toast && (
        <div className={classes.toast} onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
          <span>{toast.text}</span>
          {toast.undo && <button type="button" className={classes.undo} onClick={undo}>Undo <span className="cl-keycap" aria-hidden="true">{keyLabel('mod+z')}</span></button>}
          <button type="button" className={classes.close} aria-label="Close this message" onClick={() => hush(toast.id)}><IconX size={16} stroke={1.75} /></button>
        </div>
      )}
    </div>
  );
}
