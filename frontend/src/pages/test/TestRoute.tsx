import type { PageProps } from '../../app/routes';
import { TestList } from './TestList';
import { TestReadOut } from './TestReadOut';

/** TestRoute is the list of tests, or one of them. */
export default function TestRoute({ brand, id }: PageProps) {
  return id === undefined ? <TestList brand={brand} /> : <TestReadOut brand={brand} id={id} />;
}
