import type { PageProps } from '../../app/routes';
export default function CreatorsPage(_: PageProps) {
  return null;
}
