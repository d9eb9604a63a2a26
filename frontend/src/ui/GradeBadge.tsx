import { Tooltip } from '@mantine/core';
import type { Schema } from '../api/client';
import classes from './GradeBadge.module.css';

const lit: Record<Schema['Badge']['grade'], number> = { A: 4, B: 3, C: 2, D: 1 };

/** GradeBadge is the validity grade: letter, word and bars, so that colour is never alone. */
export function GradeBadge({ badge }: { badge: Schema['Badge'] }) {
  return (
    <Tooltip label={badge.why} multiline maw={300} withinPortal={false} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={`${classes.badge} ${classes[badge.grade]}`} aria-label={`Grade ${badge.grade}, ${badge.word}. ${badge.why}`}>
        <span className={classes.bars} aria-hidden="true">{[1, 2, 3, 4].map((n) => <i key={n} className={n > lit[badge.grade] ? classes.off : undefined} />)}</span>
        {badge.grade} · {badge.word}
      </button>
    </Tooltip>
  );
}
