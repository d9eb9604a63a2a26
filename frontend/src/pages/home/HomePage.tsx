import type { PageProps } from '../../app/routes';
export default function HomePage(_: PageProps) {
  return null;
}
