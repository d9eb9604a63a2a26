import { keyLabel } from '../app/keys';
import classes from './Keycap.module.css';

/** Keycap prints the key that does the same; hidden on touch, and from screen readers. */
export function Keycap({ k }: { k: string }) {
  return <kbd className={`${classes.keycap} cl-keycap`} aria-hidden="true">{keyLabel(k)}</kbd>;
}
