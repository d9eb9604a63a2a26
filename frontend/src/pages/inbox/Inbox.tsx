import { UnstyledButton } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useState } from 'react';
import type { Brand } from '../../api/client';
import { usePast, useSettings } from '../../api/hooks';
import { useUploads } from '../../app/uploads';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { PageHead } from '../../ui/PageHead';
import { Progress } from '../../ui/Progress';
import { AddFiles } from './AddFiles';
import { BatchList } from './BatchList';
import { BrandCard } from './BrandCard';
import { CoverageCard } from './CoverageCard';
import { ExportsPanel } from './ExportsPanel';
import { EvidenceCard } from './EvidenceCard';
import classes from './Inbox.module.css';
import { InboxActions } from './InboxActions';
import { NextCard } from './NextCard';
import { SameProductCard } from './SameProductCard';
import { TrayCard } from './TrayCard';
import { UnmatchedCard } from './UnmatchedCard';
import { UploadFailures } from './UploadFailures';
import { asksBrand, useInboxWork, type Answers, type File, type Page } from './useInboxWork';

// What needs the founder comes first: questions, then what cannot be taken, then what is ready.
const order: Record<File['state'], number> = { question: 0, refused: 1, waiting: 2, ready: 3, known: 4 };

/** Inbox shows what waits and what is saved: first what is asked, then what would help, then what is there. */
export function Inbox({ brand, page }: { brand: Brand; page: Page }) {
  const work = useInboxWork(brand, page);
  const uploads = useUploads(brand);
  const [said, setSaid] = useState<Answers>({});
  const [first, setFirst] = useState<string>();
  const [guide, setGuide] = useState(false);
  const waiting = [...page.waiting].sort((a, b) => order[a.state] - order[b.state]);
  const brandAsked = (f: File) => asksBrand(f, 'currency') || asksBrand(f, 'zone');
  const unnamed = useSettings(brand).data?.name === '' && waiting.some((f) => f.state === 'ready' || brandAsked(f));
  const past = usePast(brand);
  const settled = page.waiting.length === 0 && !past;
  const saved = page.batches.length > 0;
  const open = waiting.filter((f) => f.state === 'question');
  const asking = (open.find((f) => f.id === first) ?? open.find((f) => !unnamed || !brandAsked(f)))?.id;
  const empty = page.waiting.length === 0 && page.batches.length === 0 && !uploads.work;
  const reply = (ids: string[], answers: Answers) => {
    setSaid({ ...said, ...answers });
    work.reply(ids, answers);
  };
  return (
    <>
      <PageHead
        headline={page.headline} sub={page.waiting.length > 0 ? 'Nothing is saved until you say so. Everything can be taken back.' : undefined}
        actions={!past && <InboxActions page={page} work={work} uploads={uploads} />}
      />
      <div className={classes.stack}>
        {work.problem && <ErrorState problem={work.problem} />}
        <UploadFailures failures={uploads.failures} forget={uploads.forgetFailures} />
        {uploads.work && <Progress job={uploads.work} onCancel={uploads.cancel} />}
        {!uploads.work && work.job && <Progress key={work.job.id} job={work.job} onCancel={work.cancel} />}
        {empty && (
          <EmptyState
            icon={<IconInbox size={32} stroke={1.75} />} title="Drop your exports anywhere in this window"
            text="CSV, XLSX or zip files, one or many, or a whole folder. They are looked at on this computer, and nothing is saved yet."
            action={<AddFiles uploads={uploads} main />}
          />
        )}
        {unnamed && <BrandCard brand={brand} files={page.waiting} zoneGuess={page.zone_guess} said={said} saved={work.look} />}
        {waiting.map((file) => (
          <TrayCard
            key={file.id} file={file} page={page} asked={file.id === asking} above={unnamed && brandAsked(file)}
            busy={work.busy} reply={reply} drop={work.drop} ask={() => setFirst(file.id)}
          />
        ))}
        {page.waiting.length > 0 && <div className={classes.more}><span>Drop more anywhere in this window, or</span><AddFiles uploads={uploads} /></div>}
        {settled && <NextCard next={page.next} />}
        {settled && saved && <SameProductCard brand={brand} />}
        {page.coverage && <CoverageCard coverage={page.coverage} />}
        {settled && saved && <><UnmatchedCard brand={brand} /><EvidenceCard brand={brand} /></>}
        {saved && <BatchList brand={brand} batches={page.batches} twins={page.twins} busy={work.busy || past} undo={work.undo} />}
        <p><UnstyledButton className={classes.link} onClick={() => setGuide(true)}>All exports that can be read, and where to find them</UnstyledButton></p>
        <ExportsPanel brand={brand} opened={guide} onClose={() => setGuide(false)} />
      </div>
    </>
  );
}
