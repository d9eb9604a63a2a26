import { useId, type ReactNode } from 'react';
import classes from './Card.module.css';

type Props = { title?: ReactNode; aside?: ReactNode; children: ReactNode; pad?: 'normal' | 'verdict' | 'none' };

/** Card is the one level of surface. Never put a card into a card. */
export function Card({ title, aside, children, pad = 'normal' }: Props) {
  const id = useId();
  const extra = pad === 'verdict' ? classes.verdict : pad === 'none' ? classes.flush : '';
  return (
    <section className={`${classes.card} ${extra}`} {...(title ? { 'aria-labelledby': id } : {})}>
      {(title || aside) && (
        <div className={classes.head}>
          {title && <h2 id={id} className={classes.title}>{title}</h2>}
          {aside && <span className={classes.aside}>{aside}</span>}
        </div>
      )}
      {children}
    </section>
  );
}
