// One hook for each question of the screen. What a brand's data says lies under ['brand', brand, ...] and
// is asked anew when anything of that brand changed.
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { answer, client, type Brand, type Schema } from './client';

const POLL_MS = 250;
const of = (brand: Brand) => ({ params: { path: { brand } } });

export const useFrame = () => useQuery({ queryKey: ['frame'], queryFn: () => answer(client.GET('/api/frame')), refetchInterval: 60_000 });
export const useHome = (brand: Brand) => useQuery({ queryKey: ['brand', brand, 'home'], queryFn: () => answer(client.GET('/api/brand/{brand}/home', of(brand))) });
export const useCreators = (brand: Brand) => useQuery({ queryKey: ['brand', brand, 'creators'], queryFn: () => answer(client.GET('/api/brand/{brand}/creators', of(brand))) });
/** useRanks compares creators by one thing; it takes a while, so it is asked when it is looked at. */
export const useRanks = (brand: Brand, by: 'conversion' | 'posts') =>
  useQuery({ queryKey: ['brand', brand, 'ranks', by], queryFn: () => answer(client.GET('/api/brand/{brand}/creators/{by}', { params: { path: { brand, by } } })) });
export const useInbox = (brand: Brand) => useQuery({ queryKey: ['brand', brand, 'inbox'], queryFn: () => answer(client.GET('/api/brand/{brand}/inbox', of(brand))) });
export const useExports = (brand: Brand, enabled: boolean) =>
  useQuery({ queryKey: ['brand', brand, 'exports'], enabled, queryFn: () => answer(client.GET('/api/brand/{brand}/exports', of(brand))) });
/** usePast is whether a brand is shown as it was known once, while nothing can be changed. */
export const usePast = (brand: Brand): boolean => Boolean(useFrame().data?.brands.find((b) => b.id === brand)?.as_of);
/** What an import changed never changes: it is not asked anew with the rest, which may no longer hold the import. */
export const useChanges = (brand: Brand, { batch, file, when }: Schema['BatchRow']) =>
  useQuery({ queryKey: ['changes', brand, batch, file, when], staleTime: Infinity, queryFn: () => answer(client.GET('/api/brand/{brand}/batches/{batch}/changes', { params: { path: { brand, batch } } })) });
export const useTests = (brand: Brand) => useQuery({ queryKey: ['brand', brand, 'tests'], queryFn: () => answer(client.GET('/api/brand/{brand}/tests', of(brand))) });
export const useTest = (brand: Brand, id: number) =>
  useQuery({ queryKey: ['brand', brand, 'test', id], queryFn: () => answer(client.GET('/api/brand/{brand}/tests/{id}', { params: { path: { brand, id } } })) });
export const usePower = (brand: Brand) => useQuery({ queryKey: ['brand', brand, 'power'], queryFn: () => answer(client.GET('/api/brand/{brand}/power', of(brand))) });
export const useReports = (brand: Brand) => useQuery({ queryKey: ['brand', brand, 'reports'], queryFn: () => answer(client.GET('/api/brand/{brand}/reports', of(brand))) });
export const usePreview = (brand: Brand, spec: Schema['ReportSpec'], enabled: boolean) =>
  useQuery({
    queryKey: ['brand', brand, 'preview', spec], enabled, placeholderData: (before) => before,
    queryFn: () => answer(client.POST('/api/brand/{brand}/reports/preview', { ...of(brand), body: spec })),
  });
export const useSettings = (brand: Brand) => useQuery({ queryKey: ['brand', brand, 'settings'], queryFn: () => answer(client.GET('/api/brand/{brand}/settings', of(brand))) });

/** refresh asks anew what may have changed: the frame and all of one brand. */
export const refresh = (queries: QueryClient, brand: Brand): Promise<unknown> =>
  Promise.all([queries.invalidateQueries({ queryKey: ['frame'] }), queries.invalidateQueries({ queryKey: ['brand', brand] })]);

/**
 * useChange is a change of a brand's data; whatever shows it is asked anew afterwards. Nobody waits for that:
 * a part that the new answers take away would never hear that its change was made.
 */
export const useChange = <In, Out>(brand: Brand, change: (input: In) => Promise<Out>) => {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => void refresh(queries, brand) });
};

/** useJob follows a job and calls ended once when it is over. */
export const useJob = (id: string | undefined, ended?: (job: Schema['Job']) => void): Schema['Job'] | undefined => {
  const { data } = useQuery({
    queryKey: ['job', id], enabled: id !== undefined,
    queryFn: () => answer(client.GET('/api/job/{id}', { params: { path: { id: id ?? '' } } })),
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'running' ? false : POLL_MS),
  });
  const told = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (!data || data.state === 'running' || told.current === data.id) return;
    told.current = data.id;
    ended?.(data);
  }, [data, ended]);
  return id === undefined ? undefined : data;
};

/** cancelJob asks a job to stop. */
export const cancelJob = (id: string): Promise<Schema['Job']> => answer(client.DELETE('/api/job/{id}', { params: { path: { id } } }));
