// What belongs together: names of creators, products, and what does not match.
import { useQuery } from '@tanstack/react-query';
import { say } from '../app/toast';
import { answer, client, problemOf, type Brand, type Schema } from './client';
import { useChange } from './hooks';

const of = (brand: Brand) => ({ params: { path: { brand } } });

export const usePeople = (brand: Brand) => useQuery({ queryKey: ['brand', brand, 'people'], queryFn: () => answer(client.GET('/api/brand/{brand}/people', of(brand))) });
export const usePerson = (brand: Brand, handle: string) =>
  useQuery({ queryKey: ['brand', brand, 'person', handle], queryFn: () => answer(client.GET('/api/brand/{brand}/person', { params: { path: { brand }, query: { handle } } })) });
export const useProducts = (brand: Brand) => useQuery({ queryKey: ['brand', brand, 'products'], queryFn: () => answer(client.GET('/api/brand/{brand}/products', of(brand))) });
export const useAccuracy = (brand: Brand) => useQuery({ queryKey: ['brand', brand, 'accuracy'], queryFn: () => answer(client.GET('/api/brand/{brand}/accuracy', of(brand))) });

type Decision = Schema['DecideInBody'];

/** Deciding settles names and takes that back; both say what was done. */
export type Deciding = { busy: boolean; decide: (decision: Decision) => void; takeBack: (decisions: number[]) => void };

/** useDeciding settles what belongs together; the message that says so offers to undo it. */
export const useDeciding = (brand: Brand): Deciding => {
  const made = useChange(brand, (body: Decision) => answer(client.POST('/api/brand/{brand}/names/decide', { ...of(brand), body })));
  const back = useChange(brand, (decisions: number[]) => answer(client.POST('/api/brand/{brand}/names/take-back', { ...of(brand), body: { decisions } })));
  const failed = (thrown: unknown) => {
    const { message, hint } = problemOf(thrown);
    say(`${message} ${hint}`);
  };
  const takeBack = (decisions: number[]) => back.mutate(decisions, { onSuccess: (done) => say(done.message), onError: failed });
  const decide = (decision: Decision) => made.mutate(decision, {
    onSuccess: (done) => say(done.message, done.decisions.length > 0 ? () => takeBack(done.decisions) : undefined), onError: failed,
  });
  return { busy: made.isPending || back.isPending, decide, takeBack };
};
