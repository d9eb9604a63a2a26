import { IconArrowLeft, IconFileText } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { answer, client, problemOf, type Brand, type Problem, type Schema } from '../../api/client';
import { cancelJob, refresh, useJob, useTest } from '../../api/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { goTo, hrefOf } from '../../app/router';
import { Card } from '../../ui/Card';
import { ErrorState } from '../../ui/ErrorState';
import { Loaded } from '../../ui/Loaded';
import { PageHead } from '../../ui/PageHead';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { Progress } from '../../ui/Progress';
import { DropsPlan } from './DropsPlan';
import { ReadOutView } from './ReadOutView';
import classes from './Test.module.css';

/** TestReadOut is one test. A test that was never read is read at once. */
export function TestReadOut({ brand, id }: { brand: Brand; id: number }) {
  return <Loaded query={useTest(brand, id)}>{(page) => <OneTest page={page} brand={brand} />}</Loaded>;
}

function OneTest({ page, brand }: { page: Schema['TestPage']; brand: Brand }) {
  const reading = useReading(brand, page);
  const { test, read_out: readOut } = page;
  return (
    <>
      <PageHead headline={test.name} sub={page.subtitle} actions={(
        <>
          <PrimaryButton variant="quiet" icon={<IconArrowLeft size={16} stroke={1.75} />} onClick={() => goTo(brand, 'test')}>All tests</PrimaryButton>
          <PrimaryButton k="mod+p" variant={page.stale_why ? 'default' : 'primary'} icon={<IconFileText size={16} stroke={1.75} />} disabled={!readOut || readOut.kind === 'not_estimable'} onClick={() => goTo(brand, `reports/${test.id}`)}>PDF</PrimaryButton>
        </>
      )} />
      {reading.job?.state === 'running' && <Card><Progress job={reading.job} onCancel={reading.cancel} /></Card>}
      {reading.problem && <div className="cl-above"><ErrorState problem={reading.problem} retry={reading.start} /></div>}
      {reading.stopped && !readOut && (
        <Card title="Reading was stopped"><p className={classes.note}>Nothing was lost. Read it whenever you like.</p><PrimaryButton k="Enter" onClick={reading.start}>Read it now</PrimaryButton></Card>
      )}
      {page.stale_why && reading.job?.state !== 'running' && (
        <div className={classes.banner}><span>{page.stale_why} What stands here is the earlier answer.</span><PrimaryButton k="Enter" small onClick={reading.start}>Read again</PrimaryButton></div>
      )}
      {readOut && <ReadOutView readOut={readOut} inbox={hrefOf(brand, 'inbox')} />}
      {page.plan && <div className={readOut ? classes.below : undefined}><DropsPlan brand={brand} id={test.id} plan={page.plan} /></div>}
    </>
  );
}

// useReading starts the reading of a test that has no answer, and follows it.
const useReading = (brand: Brand, page: Schema['TestPage']) => {
  const queries = useQueryClient();
  const [id, setId] = useState(page.job?.id);
  const [problem, setProblem] = useState<Problem>();
  const [stopped, setStopped] = useState(false);
  const begun = useRef(false);
  const at = { params: { path: { brand, id: page.test.id } } };
  const start = () => {
    setProblem(undefined);
    setStopped(false);
    answer(client.POST('/api/brand/{brand}/tests/{id}/read', at)).then((job) => setId(job.id), (e: unknown) => setProblem(problemOf(e)));
  };
  const job = useJob(id, (ended) => {
    if (ended.problem) setProblem(ended.problem);
    setStopped(ended.state === 'cancelled');
    void refresh(queries, brand);
  });
  useEffect(() => {
    if (begun.current || page.test.state !== 'unread' || page.job) return;
    begun.current = true;
    start();
  });
  return { job, problem, stopped, start, cancel: () => void (id && cancelJob(id)) };
};
