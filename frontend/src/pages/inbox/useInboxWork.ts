// What can be done in the inbox: look, answer, save, drop, take back; and the job that is at it.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { answer, client, problemOf, type Brand, type Problem, type Schema } from '../../api/client';
import { cancelJob, refresh, useJob } from '../../api/hooks';
import { say } from '../../app/toast';
import { useUploads } from '../../app/uploads';

export type Page = Schema['InboxPage'];
export type File = Schema['TrayFile'];
export type Answers = Schema['AnswerInBody'];

/** asksBrand is whether a file's next question is one that the brand's own currency or zone would answer. */
export const asksBrand = (file: File, name: 'currency' | 'zone'): boolean => file.state === 'question' && file.questions[0]?.name === name;

/** InboxWork is the inbox's actions, the work under way and what went wrong last. */
export type InboxWork = {
  job: Schema['Job'] | undefined;
  problem: Problem | null;
  busy: boolean;
  save: (files: File[]) => void;
  reply: (ids: string[], answers: Answers) => void;
  drop: (file: File) => void;
  dropAll: () => void;
  undo: (batches: number[]) => void;
  look: () => void;
  cancel: () => void;
};

/** useInboxWork follows the page's job; whatever fails is said and the page asked anew. */
export const useInboxWork = (brand: Brand, page: Page): InboxWork => {
  const queries = useQueryClient();
  const uploads = useUploads(brand);
  const [jobID, setJobID] = useState<string>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const saving = useRef<string | undefined>(undefined);
  const taking = uploads.work !== null;
  useEffect(() => {
    if (taking) setProblem(null); // what went wrong before a new drop is over
  }, [taking]);
  const at = { params: { path: { brand } } };

  const attempt = useCallback(async (work: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (thrown) {
      setProblem(problemOf(thrown));
    }
    await refresh(queries, brand);
    setBusy(false);
  }, [brand, queries]);

  const undo = useCallback((batches: number[]) => void attempt(async () => {
    const done = await answer(client.POST('/api/brand/{brand}/undo', { params: { path: { brand } }, body: { batches } }));
    say(done.message);
  }), [attempt, brand]);

  const ended = useCallback((job: Schema['Job']) => void attempt(async () => {
    setJobID(undefined);
    if (saving.current === job.id) {
      saving.current = undefined;
      const saved = await answer(client.GET('/api/brand/{brand}/inbox/saved', { params: { path: { brand } } }));
      say(saved.message, saved.batches.length > 0 ? () => undo(saved.batches) : undefined);
    }
    if (job.problem) setProblem(job.problem);
  }), [attempt, brand, undo]);

  const following = jobID ?? page.job?.id;
  const job = useJob(following, ended);

  return {
    job: job?.state === 'running' ? job : undefined,
    problem,
    busy: busy || job?.state === 'running',
    save: (files) => void attempt(async () => {
      const begun = await answer(client.POST('/api/brand/{brand}/inbox/save', { ...at, body: { files: files.map(({ id, sha256 }) => ({ id, sha256 })) } }));
      saving.current = begun.id;
      setJobID(begun.id);
    }),
    reply: (ids, answers) => void attempt(async () => {
      for (const id of ids) {
        const begun = await answer(client.POST('/api/brand/{brand}/inbox/files/{id}', { params: { path: { brand, id } }, body: answers }));
        setJobID(begun.id);
      }
    }),
    drop: (file) => void attempt(async () => {
      await answer(client.DELETE('/api/brand/{brand}/inbox/files/{id}', { params: { path: { brand, id: file.id } } }));
      say(`${file.name} was taken out. Nothing of it was saved.`);
    }),
    dropAll: () => void attempt(async () => {
      await answer(client.DELETE('/api/brand/{brand}/inbox/files', at));
      uploads.forgetFailures();
      say('The files were taken out. Nothing of them was saved.');
    }),
    undo,
    look: () => void attempt(() => uploads.look()),
    cancel: () => void (following && attempt(() => cancelJob(following))),
  };
};
