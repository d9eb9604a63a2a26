import { typing, useKey } from '../../app/keys';
import type { Uploads } from '../../app/uploads';
import { Keycap } from '../../ui/Keycap';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { AddFiles } from './AddFiles';
import classes from './Inbox.module.css';
import type { InboxWork, Page } from './useInboxWork';

const files = (n: number): string => (n === 1 ? '1 file' : `${n} files`);

/** isElsewhere is true while Escape belongs to a field or a dialog. */
const isElsewhere = (): boolean => typing(document.activeElement) || document.querySelector('[role=dialog]') !== null;

function DropAll({ dropAll, children }: { dropAll: () => void; children: string }) {
  useKey('Escape', () => {
    if (!isElsewhere()) dropAll();
  });
  return <PrimaryButton variant="quiet" onClick={dropAll}><span className={classes.keyed}>{children}<Keycap k="Escape" /></span></PrimaryButton>;
}

type Props = { page: Page; work: InboxWork; uploads: Uploads };

/** InboxActions is the page's one main act for its state, and the way to drop them all. */
export function InboxActions({ page, work, uploads }: Props) {
  const ready = page.waiting.filter((f) => f.state === 'ready');
  const unseen = page.waiting.filter((f) => f.state === 'waiting').length;
  const taking = uploads.work !== null;
  const blocked = work.busy || taking;
  if (page.waiting.length === 0 && page.batches.length === 0) return null;
  if (page.waiting.length === 0 && !taking) return <AddFiles uploads={uploads} main />;
  return (
    <>
      {page.waiting.length > 0 && !blocked && <DropAll dropAll={work.dropAll}>{ready.length > 0 ? 'Cancel' : 'Drop all'}</DropAll>}
      {ready.length > 0 && <PrimaryButton k="Enter" disabled={blocked} onClick={() => work.save(ready)}>Save {files(ready.length)}</PrimaryButton>}
      {ready.length === 0 && unseen > 0 && !blocked && <PrimaryButton k="Enter" onClick={work.look}>Look at {files(unseen)}</PrimaryButton>}
    </>
  );
}
