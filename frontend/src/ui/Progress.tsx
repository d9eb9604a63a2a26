import { UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Schema } from '../api/client';
import { keyLabel, useKey } from '../app/keys';
import classes from './Progress.module.css';

/** Work is what a progress bar shows of a job, or of files that are being taken in. */
export type Work = Pick<Schema['Job'], 'what' | 'done' | 'total' | 'unit' | 'seconds_left'>;

const count = new Intl.NumberFormat('en');
const SHOWN_AFTER_MS = 300;

const shareOf = (work: Work): number => (work.total > 0 ? Math.min(1, work.done / work.total) : 0);

const doneWords = (work: Work): string => {
  if (work.total <= 0) return '';
  if (work.unit === 'bytes') return `${Math.floor(shareOf(work) * 100)}\u2009%`;
  return `${count.format(work.done)} of ${count.format(work.total)}${work.unit === 'lines' ? ' lines' : ''}`;
};

const leftWords = (seconds: number | null | undefined): string => {
  if (seconds == null) return '';
  if (seconds < 90) return `about ${seconds} ${seconds === 1 ? 'second' : 'seconds'} left`;
  return `about ${Math.ceil(seconds / 60)} minutes left`;
};

/** useSlow is true once a part has been shown for a while: what is quick never flashes a bar. */
const useSlow = (): boolean => {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return slow;
};

type Props = { job: Work; onCancel?: (() => void) | undefined };

/** Progress says what is being done, how far it is, how long it may take, and stops it (Esc). */
export function Progress({ job, onCancel }: Props) {
  useKey('Escape', () => onCancel?.(), onCancel !== undefined);
  const slow = useSlow();
  if (!slow) return null;
  const share = shareOf(job);
  const known = job.total > 0 && !(job.unit === 'steps' && job.done === 0); // few long steps: say that it moves
  return (
    <section className={classes.card} aria-label="Progress">
      <div className={classes.line}>
        <span role="status" className={classes.what}>{job.what}</span>
        <span className={classes.done}>{doneWords(job)}</span>
      </div>
      <div
        className={classes.track} role="progressbar" aria-label={job.what} aria-valuemin={0} aria-valuemax={100}
        {...(known ? { 'aria-valuenow': Math.floor(share * 100), 'aria-valuetext': doneWords(job) } : {})}
      >
        <div className={known ? classes.bar : classes.unknown} style={known ? { width: `${share * 100}%` } : undefined} />
      </div>
      <div className={classes.line}>
        <span className={classes.left}>{leftWords(job.seconds_left)}</span>
        {onCancel && (
          <UnstyledButton className={classes.cancel} onClick={onCancel}>
            Cancel <kbd className={classes.key}>{keyLabel('Escape')}</kbd>
          </UnstyledButton>
        )}
      </div>
    </section>
  );
}
