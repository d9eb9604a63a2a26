import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schema } from '../api/client';
import classes from './FigureView.module.css';

type Props = { figure: Schema['Figure']; size: 'hero' | 'figure' | 'strip'; onExplain?: (() => void) | undefined };

const toned = ['observed', 'anyway', 'claimed', 'bad'];

/** FigureView is one number with its range; what its label means in the field's words is a hover, focus or tap away. */
export function FigureView({ figure, size, onExplain }: Props) {
  const isWords = /^[a-z]/.test(figure.value); // "needs product cost": a sentence in the number's place
  const look = [classes.figure, size === 'hero' ? classes.hero : size === 'strip' ? classes.strip : classes.size_figure, isWords ? classes.words : ''].join(' ');
  const tone = toned.includes(figure.tone) && !isWords ? classes[figure.tone] : '';
  return (
    <div className={look}>
      <div className={classes.label}><Label figure={figure} /></div>
      <div className={classes.line}>
        <Pressed onPress={onExplain} label={`Explain ${figure.label}: ${figure.value}`}>
          <div className={`${classes.value} ${tone}`}>{figure.value}</div>
        </Pressed>
        {figure.range && <div className={classes.range}>{figure.range}</div>}
      </div>
    </div>
  );
}

function Label({ figure }: { figure: Schema['Figure'] }) {
  if (!figure.term) return <>{figure.label}</>;
  return (
    <Tooltip label={`In the field: ${figure.term}`} multiline maw={300} withinPortal={false} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={classes.term}>{figure.label}</button>
    </Tooltip>
  );
}

function Pressed({ onPress, label, children }: { onPress?: (() => void) | undefined; label: string; children: ReactNode }) {
  if (!onPress) return <>{children}</>;
  return <button type="button" className={classes.press} onClick={onPress} aria-label={label}>{children}</button>;
}
