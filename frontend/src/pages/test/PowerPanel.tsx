import { IconEyeCheck, IconRulerMeasure } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { answer, client, problemOf, type Brand, type Problem, type Schema } from '../../api/client';
import { cancelJob, refresh, useJob, usePower } from '../../api/hooks';
import { Card } from '../../ui/Card';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Loaded } from '../../ui/Loaded';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { Progress } from '../../ui/Progress';
import classes from './Power.module.css';

/** PowerPanel is what each kind of test would show in the brand's own sales, tried out when asked for. */
export function PowerPanel({ brand }: { brand: Brand }) {
  return <Card title="What could you see?"><Loaded query={usePower(brand)} shape="card">{(page) => <Tried page={page} brand={brand} />}</Loaded></Card>;
}

function Tried({ page, brand }: { page: Schema['PowerPage']; brand: Brand }) {
  const trying = useTrying(brand, page);
  const running = trying.job?.state === 'running';
  const start = (word: string) => <PrimaryButton variant="default" icon={<IconRulerMeasure size={16} stroke={1.75} />} onClick={trying.start}>{word}</PrimaryButton>;
  return (
    <>
      {trying.problem && <div className="cl-above"><ErrorState problem={trying.problem} retry={trying.start} /></div>}
      {running && trying.job && <Progress job={trying.job} onCancel={trying.cancel} />}
      {page.rows.length === 0
        ? !running && <EmptyState icon={<IconRulerMeasure size={32} stroke={1.5} />} title={page.headline} text={page.meaning} {...(page.state === 'empty' ? {} : { action: start('Try it on my sales') })} />
        : <PowerMap page={page} again={running ? undefined : start('Try again')} />}
    </>
  );
}

function PowerMap({ page, again }: { page: Schema['PowerPage']; again: ReactNode }) {
  return (
    <div className={classes.map}>
      {page.state === 'stale' && <p className={classes.stale}>Your data changed since this was tried. {again}</p>}
      <p className={classes.take}>{page.headline}</p>
      <p className={classes.quiet}>{page.meaning}</p>
      <ul className={classes.rows}>{page.rows.map((r) => <Design key={r.what} row={r} days={page.days} />)}</ul>
      {page.notes.map((n) => <p key={n} className={classes.quiet}>{n}</p>)}
      <details className={classes.more}>
        <summary>Tests that cannot show anything here, and why</summary>
        <dl>{page.unusable.map((u) => <div key={u.label}><dt>{u.label}</dt><dd>{u.value}</dd></div>)}</dl>
      </details>
    </div>
  );
}

function Design({ row, days }: { row: Schema['PowerRow']; days: string[] }) {
  return (
    <li className={classes.row}>
      <div>
        <h3>{row.what}{row.best && <span className={classes.best}><IconEyeCheck size={14} stroke={1.75} aria-hidden="true" />Take this one</span>}</h3>
        <p className={classes.quiet}>{row.meaning} Grade {row.grade} at best.</p>
      </div>
      <dl className={classes.cells}>
        {row.cells.map((c, i) => (
          <div key={days[i]}>
            <dt>{days[i]}</dt>
            <dd>
              <b>{c.words}</b>
              {c.bar > 0 && <span className={classes.track} aria-hidden="true"><i className={c.seen ? classes.seen : classes.blind} style={{ width: `${c.bar * 100}%` }} /></span>}
              <span className={classes.detail}>{c.detail}</span>
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

// useTrying starts the simulation when asked, and follows it.
const useTrying = (brand: Brand, page: Schema['PowerPage']) => {
  const queries = useQueryClient();
  const [id, setId] = useState(page.job?.id);
  const [problem, setProblem] = useState<Problem>();
  const start = () => {
    setProblem(undefined);
    answer(client.POST('/api/brand/{brand}/power', { params: { path: { brand } } })).then((job) => setId(job.id), (e: unknown) => setProblem(problemOf(e)));
  };
  const job = useJob(id, (ended) => {
    if (ended.problem) setProblem(ended.problem);
    void refresh(queries, brand);
  });
  return { job, problem, start, cancel: () => void (id && cancelJob(id)) };
};
