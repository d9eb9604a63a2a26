// The one way to ask the program: typed by the contract, with the page's token, errors as Problem.
import createClient from 'openapi-fetch';
import { inWindow } from '../app/window';
import type { components, paths } from './schema';

export type Schema = components['schemas'];
export type Brand = 'own' | 'sample';
export type Problem = Schema['Problem'];

/** ProblemError is what a question that was not answered throws. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

const meta = (name: string): string => document.querySelector<HTMLMetaElement>(`meta[name="creatorlift-${name}"]`)?.content ?? '';

/** styleNonce is the page's nonce for style elements. */
export const styleNonce = (): string => meta('nonce');

/** gone is the problem of a page whose program has ended. */
export const gone: Problem = {
  code: 'server_gone',
  message: 'Creatorlift stopped, so this page cannot ask it anything.',
  hint: 'Start it again and open the fresh link. Everything you saved is safe.',
};

const headers = (): Record<string, string> => ({ 'X-Creatorlift-Token': meta('token') });

const reach = async (request: Request): Promise<Response> => {
  try {
    return await fetch(request);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ProblemError(gone);
  }
};

export const client = createClient<paths>({ baseUrl: new URL('.', window.location.href.split('#')[0]).href.replace(/\/$/, ''), headers: headers(), fetch: reach });

type Answered<T> = { data?: T; error?: unknown };

/** answer gives the body of an answer or throws its ProblemError. */
export const answer = async <T>(asked: Promise<Answered<T>>): Promise<T> => {
  const { data, error } = await asked;
  if (data !== undefined && error === undefined) return data;
  throw new ProblemError(problemOf(error));
};

/** problemOf says anything thrown in the screen's words. */
export const problemOf = (thrown: unknown): Problem => {
  if (thrown instanceof ProblemError) return thrown.problem;
  const body = thrown as Partial<Problem> | null | undefined; // the border of the API
  return {
    code: body?.code ?? 'internal',
    message: body?.message ?? 'Something went wrong on this page.',
    hint: body?.hint ?? 'Reload the page. Everything you saved is safe.',
  };
};

/** upload sends one dropped file. Only a plain stream of bytes crosses: the window cannot take forms or blobs. */
export const upload = async (brand: Brand, file: File, signal?: AbortSignal): Promise<Schema['InboxPage']> => {
  const address = new URL(`api/brand/${brand}/inbox/files`, window.location.href.split('#')[0]);
  address.searchParams.set('name', file.name);
  const body = inWindow() ? await file.arrayBuffer() : file;
  const response = await reach(new Request(address, {
    method: 'POST', body, headers: { ...headers(), 'Content-Type': 'application/octet-stream' }, ...(signal ? { signal } : {}),
  }));
  const read: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ProblemError(problemOf(read));
  return read as Schema['InboxPage']; // the border of the API
};
