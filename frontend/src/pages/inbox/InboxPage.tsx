import { useInbox } from '../../api/hooks';
import type { PageProps } from '../../app/routes';
import { Loaded } from '../../ui/Loaded';
import { Inbox } from './Inbox';

/** InboxPage is where files come in: what they hold, what is saved, which days are covered. */
export default function InboxPage({ brand }: PageProps) {
  return <Loaded query={useInbox(brand)}>{(page) => <Inbox brand={brand} page={page} />}</Loaded>;
}
