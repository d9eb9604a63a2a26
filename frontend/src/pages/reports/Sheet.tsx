import { memo, useId } from 'react';
import type { Schema } from '../../api/client';
import classes from './Reports.module.css';

type Mark = Schema['PageMark'];

/** Sheet is one page of the PDF, painted from the same marks. Paper is white in every scheme. */
export const Sheet = memo(function Sheet({ page, label }: { page: Schema['PageView']; label: string }) {
  const id = useId();
  const clips = [...new Set(page.marks.flatMap((m) => (m.clip ? [m.clip] : [])))];
  return (
    <svg className={classes.sheet} viewBox={`0 0 ${page.width} ${page.height}`} role="img" aria-label={`${label}: ${words(page)}`}>
      <defs>{clips.map((c, i) => <clipPath key={c} id={`${id}-${i}`}><path d={c} /></clipPath>)}</defs>
      {page.marks.map((m, i) => <Painted key={i} mark={m} clip={m.clip ? `url(#${id}-${clips.indexOf(m.clip)})` : undefined} />)}
    </svg>
  );
});

function Painted({ mark, clip }: { mark: Mark; clip: string | undefined }) {
  const paint = { fill: mark.fill || 'none', opacity: mark.alpha ?? 1, ...(clip ? { clipPath: clip } : {}) };
  if (mark.kind === 'text') {
    return (
      <text {...paint} x={mark.x ?? 0} y={mark.y ?? 0} fontSize={mark.size} fontWeight={mark.weight} textLength={mark.width} lengthAdjust="spacingAndGlyphs" xmlSpace="preserve">{mark.text}</text>
    );
  }
  return (
    <path {...paint} d={mark.path} stroke={mark.stroke || 'none'} strokeWidth={mark.line} strokeDasharray={mark.dash?.join(' ')} strokeDashoffset={mark.phase} strokeLinecap={mark.cap} strokeLinejoin={mark.join} />
  );
}

const words = (page: Schema['PageView']): string => page.marks.flatMap((m) => (m.text ? [m.text] : [])).join(' ');
