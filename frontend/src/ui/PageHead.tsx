import { useEffect, type ReactNode } from 'react';
import { setWindowTitle } from '../app/window';
import classes from './PageHead.module.css';

type Props = { headline: string; sub?: ReactNode; actions?: ReactNode };

/** PageHead is the page's finding as a sentence, and what can be done about it. It names the browser's tab too. */
export function PageHead({ headline, sub, actions }: Props) {
  useEffect(() => {
    document.title = `${headline} · Creatorlift`;
    setWindowTitle(document.title);
  }, [headline]);
  return (
    <header className={classes.head}>
      <div className={classes.words}>
        <h1 className={classes.headline}>{headline}</h1>
        {sub && <div className={classes.sub}>{sub}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
