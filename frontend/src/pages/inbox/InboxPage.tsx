import type { PageProps } from '../../app/routes';
export default function InboxPage(_: PageProps) {
  return null;
}
