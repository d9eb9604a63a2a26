import type { PageProps } from '../../app/routes';
export default function TestRoute(_: PageProps) {
  return null;
}
