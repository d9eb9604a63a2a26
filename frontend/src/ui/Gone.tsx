import { gone } from '../api/client';
import { ErrorState } from './ErrorState';

/** Gone stands in for a page whose files could not be fetched, because the program has ended. */
export function Gone() {
  return <ErrorState problem={gone} />;
}
