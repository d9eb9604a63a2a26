import { UnstyledButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { Schema } from '../../api/client';
import classes from './TrayCard.module.css';

type Problem = Schema['LineProblem'];

const NAMED_LINES = 3;
const count = new Intl.NumberFormat('en');

const linesWords = ({ lines, count: all }: Problem): string => {
  const named = lines.filter((l) => l.line > 0).slice(0, NAMED_LINES).map((l) => count.format(l.line));
  const more = all - named.length;
  return `${named.length === 1 ? 'Line' : 'Lines'} ${named.join(', ')}${more > 0 ? ` and ${count.format(more)} more` : ''}`;
};

function ProblemRow({ problem }: { problem: Problem }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const placed = problem.lines.filter((l) => l.line > 0);
  const unlisted = problem.count - placed.length;
  return (
    <li className={classes.problem}>
      <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />
      <div>
        {problem.message}{' '}
        {placed.length > 0 && (
          <UnstyledButton className={classes.link} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>{linesWords(problem)}</UnstyledButton>
        )}
        {open && (
          <ul className={classes.lines} id={id}>
            {placed.map((l, i) => (
              <li key={i}>Line {count.format(l.line)}{l.column > 0 ? `, column ${count.format(l.column)}` : ''}: {l.message}</li>
            ))}
            {unlisted > 0 && <li>{count.format(unlisted)} more of this kind are not listed.</li>}
          </ul>
        )}
      </div>
    </li>
  );
}

/** Problems is what was found, worst first; each opens its lines. */
export function Problems({ problems }: { problems: Problem[] }) {
  if (problems.length === 0) return null;
  return <ul className={classes.problems}>{problems.map((p) => <ProblemRow key={p.code} problem={p} />)}</ul>;
}
