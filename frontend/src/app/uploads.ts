// Files on their way into an inbox: one after another, on whatever page they were dropped. The state lies
// outside the components, because a drop must not end when its page is left.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { answer, client, problemOf, upload, type Brand, type Problem, type Schema } from '../api/client';
import { refresh } from '../api/hooks';
import { goTo } from './router';
import { say } from './toast';
import { inWindow, openFiles, openFolder } from './window';
import { filesOfList, MOST_FILES, type Dropped } from './dropped';
import type { Work } from '../ui/Progress';

export type Failure = { name: string; problem: Problem };
type State = { brand: Brand; done: number; queue: File[]; failures: Failure[]; abort: AbortController | null };

let state: State = { brand: 'own', done: 0, queue: [], failures: [], abort: null };
const listeners = new Set<() => void>();
const set = (change: Partial<State>): void => {
  state = { ...state, ...change };
  listeners.forEach((tell) => tell());
};
const subscribe = (tell: () => void): (() => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

const show = (queries: QueryClient, brand: Brand, page: Schema['InboxPage']): void => void queries.setQueryData(['brand', brand, 'inbox'], page);

/** look asks the program to read what waits, and shows that it does. */
const look = async (queries: QueryClient, brand: Brand): Promise<void> => {
  try {
    await answer(client.POST('/api/brand/{brand}/inbox/look', { params: { path: { brand } } }));
  } catch (thrown) {
    set({ failures: [...state.failures, { name: 'The inbox', problem: problemOf(thrown) }] });
  }
  await refresh(queries, brand);
};

/** takeIn sends the queue; a file that fails is named and the others go on. */
const takeIn = async (queries: QueryClient, brand: Brand, abort: AbortController): Promise<void> => {
  for (let file = state.queue[0]; file && !abort.signal.aborted; file = state.queue[0]) {
    try {
      show(queries, brand, await upload(brand, file, abort.signal));
    } catch (thrown) {
      if (abort.signal.aborted) break;
      set({ failures: [...state.failures, { name: file.name, problem: problemOf(thrown) }] });
      if (problemOf(thrown).code === 'server_gone') break;
    }
    set({ done: state.done + 1, queue: state.queue.slice(1) });
  }
  const [done, all] = [state.done, state.done + state.queue.length];
  if (abort.signal.aborted) say(`Stopped: ${done} of ${all} files were taken in. Nothing is saved.`);
  set({ queue: [], done: 0, abort: null });
  await look(queries, brand);
};

const start = (queries: QueryClient, brand: Brand, { files, more }: Dropped): void => {
  if (files.length === 0) return say('There was no file in it.');
  if (more) say(`Only the first ${MOST_FILES} files are taken. Save these, then add the rest.`);
  goTo(brand, 'inbox');
  if (state.abort) {
    if (state.brand !== brand) return say('Files are still being taken in for the other brand. Wait until that is done.');
    return set({ queue: [...state.queue, ...files] });
  }
  const abort = new AbortController();
  set({ brand, queue: files, done: 0, failures: [], abort });
  void takeIn(queries, brand, abort);
};

const addPaths = async (queries: QueryClient, brand: Brand, paths: string[]): Promise<void> => {
  if (paths.length === 0) return;
  goTo(brand, 'inbox');
  set({ brand, failures: [] });
  try {
    show(queries, brand, await answer(client.POST('/api/brand/{brand}/inbox/paths', { params: { path: { brand } }, body: { paths } })));
  } catch (thrown) {
    return set({ failures: [{ name: 'The files', problem: problemOf(thrown) }] });
  }
  await look(queries, brand);
};

const pick = (folder: boolean): Promise<File[]> =>
  new Promise((done) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.webkitdirectory = folder;
    input.hidden = true;
    const end = (files: File[]): void => {
      input.remove();
      done(files);
    };
    input.addEventListener('change', () => end([...(input.files ?? [])]));
    input.addEventListener('cancel', () => end([]));
    document.body.append(input); // some windows forget an input that is not in the page
    input.click();
  });

const choose = async (queries: QueryClient, brand: Brand, folder: boolean): Promise<void> => {
  if (!inWindow()) {
    const files = await pick(folder);
    if (files.length > 0) start(queries, brand, filesOfList(files));
    return;
  }
  try {
    await addPaths(queries, brand, folder ? [await openFolder()].filter((path) => path !== '') : await openFiles());
  } catch (thrown) {
    say(problemOf(thrown).message);
  }
};

/** Uploads is how files come in, for the page that shows it and the buttons that begin it. */
export type Uploads = {
  work: Work | null;
  failures: Failure[];
  take: (dropped: Dropped) => void;
  unreadable: () => void;
  chooseFiles: () => void;
  chooseFolder: () => void;
  look: () => Promise<void>;
  cancel: () => void;
  forgetFailures: () => void;
};

/** useUploads takes files into the brand's inbox and says how far that is. */
export const useUploads = (brand: Brand): Uploads => {
  const queries = useQueryClient();
  const now = useSyncExternalStore(subscribe, () => state);
  const mine = now.brand === brand;
  const all = now.done + now.queue.length;
  return {
    work: mine && now.abort ? { what: `Taking in ${Math.min(now.done + 1, all)} of ${all}: ${now.queue[0]?.name ?? ''}`, done: now.done, total: all, unit: 'files', seconds_left: null } : null,
    failures: mine ? now.failures : [],
    take: (dropped) => start(queries, brand, dropped),
    unreadable: () => say('What was dropped could not be opened. Nothing was saved. Try the files one by one.'),
    chooseFiles: () => void choose(queries, brand, false),
    chooseFolder: () => void choose(queries, brand, true),
    look: () => look(queries, brand),
    cancel: () => state.abort?.abort(),
    forgetFailures: () => set({ failures: [] }),
  };
};
