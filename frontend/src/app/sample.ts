// Making the sample brand, from the first page and from the settings.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { answer, client, problemOf, type Problem, type Schema } from '../api/client';
import { cancelJob, refresh, useJob } from '../api/hooks';
import { goTo } from './router';

export type SampleWork = { job: Schema['Job'] | undefined; problem: Problem | null; make: () => void; cancel: () => void };

/** useSample makes the sample brand and opens it when it is there. */
export const useSample = (): SampleWork => {
  const queries = useQueryClient();
  const [id, setID] = useState<string>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const fail = (thrown: unknown) => setProblem(problemOf(thrown));
  const ended = useCallback((job: Schema['Job']) => {
    setID(undefined);
    setProblem(job.problem ?? null);
    if (job.state === 'done') void refresh(queries, 'sample').then(() => goTo('sample', 'home'));
  }, [queries]);
  const job = useJob(id, ended);
  return {
    job: job?.state === 'running' ? job : undefined,
    problem,
    make: () => {
      setProblem(null);
      answer(client.POST('/api/sample')).then((begun) => setID(begun.id), fail);
    },
    cancel: () => {
      if (id !== undefined) cancelJob(id).catch(fail);
    },
  };
};
