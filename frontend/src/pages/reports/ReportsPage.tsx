import type { PageProps } from '../../app/routes';
export default function ReportsPage(_: PageProps) {
  return null;
}
