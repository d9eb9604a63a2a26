import type { ReactNode } from 'react';
import classes from './States.module.css';

type Props = { icon: ReactNode; title: string; text?: string; action?: ReactNode };

/** EmptyState says what will fill the place, and offers the one step there. */
export function EmptyState({ icon, title, text, action }: Props) {
  return (
    <div className={classes.empty}>
      <span className={classes.icon} aria-hidden="true">{icon}</span>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {action && <div className={classes.act}>{action}</div>}
    </div>
  );
}
