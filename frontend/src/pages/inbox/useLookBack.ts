// Shows the whole app as it was known on a day, or when an import was saved.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { answer, client, problemOf, type Brand, type Problem, type Schema } from '../../api/client';
import { refresh, useJob } from '../../api/hooks';

export type LookBack = { look: (at: Schema['AsOfInBody']) => void; busy: boolean; problem: Problem | null };

/** useLookBack follows the work of going back; all pages are asked anew when it is done. */
export const useLookBack = (brand: Brand): LookBack => {
  const queries = useQueryClient();
  const [jobID, setJobID] = useState<string>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const ended = useCallback((job: Schema['Job']) => {
    setJobID(undefined);
    setProblem(job.problem ?? null);
    if (!job.problem) window.scrollTo(0, 0); // to the banner that says so
    void refresh(queries, brand);
  }, [brand, queries]);
  useJob(jobID, ended);
  const look = (at: Schema['AsOfInBody']) => {
    setProblem(null);
    answer(client.POST('/api/brand/{brand}/as-of', { params: { path: { brand } }, body: at }))
      .then((job) => setJobID(job.id), (thrown: unknown) => setProblem(problemOf(thrown)));
  };
  return { look, busy: jobID !== undefined, problem };
};
