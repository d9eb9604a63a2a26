import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemOf } from '../api/client';
import { ErrorState } from './ErrorState';
import { Skeleton } from './Skeleton';

type Props<T> = { query: UseQueryResult<T>; shape?: 'page' | 'card' | 'table' | 'chart'; children: (data: T) => ReactNode };

/** Loaded shows an answer, or why there is none yet. An answer that could not be asked anew stays, with the reason above it. */
export function Loaded<T>({ query, shape = 'page', children }: Props<T>) {
  const retry = () => void query.refetch();
  if (query.data === undefined && query.error) return <ErrorState problem={problemOf(query.error)} retry={retry} alone={shape === 'page'} />;
  if (query.data === undefined) return <Skeleton shape={shape} />;
  return (
    <>
      {query.error && <div className="cl-above"><ErrorState problem={problemOf(query.error)} retry={retry} /></div>}
      {children(query.data)}
    </>
  );
}
