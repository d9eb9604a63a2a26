import { Checkbox, SegmentedControl, Switch } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconDownload, IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import { problemOf, type Brand, type Schema } from '../../api/client';
import { usePreview, useReports } from '../../api/hooks';
import { goTo } from '../../app/router';
import type { PageProps } from '../../app/routes';
import { Card } from '../../ui/Card';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorState } from '../../ui/ErrorState';
import { Loaded } from '../../ui/Loaded';
import { PageHead } from '../../ui/PageHead';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './Reports.module.css';
import { Sheet } from './Sheet';
import { useSavePDF } from './useSavePDF';

const MOST = 3; // tests in one report

/** ReportsPage shows the report as it will be printed, and saves it. */
export default function ReportsPage({ brand, id }: PageProps) {
  return <Loaded query={useReports(brand)}>{(page) => <Reports page={page} brand={brand} wanted={id} />}</Loaded>;
}

function Reports({ page, brand, wanted }: { page: Schema['ReportsPage']; brand: Brand; wanted: number | undefined }) {
  const first = page.tests.find((t) => t.id === wanted) ?? page.tests[0];
  const [tests, setTests] = useState<number[]>(wanted === undefined ? page.tests.slice(0, 2).map((t) => t.id) : first ? [first.id] : []);
  const [paper, setPaper] = useState<Schema['ReportSpec']['paper']>('A4');
  const [hide, setHide] = useState(false);
  const spec: Schema['ReportSpec'] = { tests, paper, hide_names: hide };
  const preview = usePreview(brand, spec, tests.length > 0);
  const saving = useSavePDF(brand);
  if (page.tests.length === 0) {
    const go = <PrimaryButton k="Enter" onClick={() => goTo(brand, 'test')}>Read out a test</PrimaryButton>;
    return <><PageHead headline={page.headline} /><Card><EmptyState icon={<IconFileText size={32} stroke={1.5} />} title={page.headline} text={page.reason} action={go} /></Card></>;
  }
  const save = <PrimaryButton k="mod+p" icon={<IconDownload size={16} stroke={1.75} />} disabled={tests.length === 0} loading={saving.isPending} onClick={() => saving.mutate(spec)}>Save PDF</PrimaryButton>;
  return (
    <>
      <PageHead headline={page.headline} sub={page.meaning} actions={save} />
      {saving.error && <div className="cl-above"><ErrorState problem={problemOf(saving.error)} /></div>}
      <div className={classes.grid}>
        <div className={classes.stack}>
          <Card title="What it shows" aside={`at most ${MOST}`}>
            <Checkbox.Group aria-label="Tests in the report" value={tests.map(String)} onChange={(v) => setTests(v.map(Number))}>
              <div className={classes.stack}>
                {page.tests.map((t) => <Checkbox key={t.id} value={String(t.id)} label={t.name} description={`${t.period}${t.badge ? `, grade ${t.badge.grade}` : ''}`} disabled={tests.length >= MOST && !tests.includes(t.id)} />)}
              </div>
            </Checkbox.Group>
          </Card>
          <Card title="How it looks">
            <div className={classes.stack}>
              <SegmentedControl aria-label="Paper" value={paper} onChange={(p) => setPaper(p === 'Letter' ? 'Letter' : 'A4')} data={['A4', 'Letter']} />
              <Switch label="Hide creators’ names" checked={hide} onChange={(e) => setHide(e.currentTarget.checked)} />
            </div>
          </Card>
          {preview.data && <Checks checks={preview.data.checks} />}
        </div>
        <div>
          {tests.length === 0 && <Card><EmptyState icon={<IconFileText size={32} stroke={1.5} />} title="Choose at least one test" /></Card>}
          {tests.length > 0 && <Loaded query={preview} shape="chart">{(p) => <Desk preview={p} />}</Loaded>}
        </div>
      </div>
    </>
  );
}

function Checks({ checks }: { checks: Schema['Check'][] }) {
  return (
    <Card title="Checked before it goes out">
      <ul className={classes.checks}>
        {checks.map((c) => (
          <li key={c.text}>
            {c.ok ? <IconCheck className={classes.ok} size={18} stroke={1.75} aria-label="Fine:" /> : <IconAlertTriangle className={classes.not} size={18} stroke={1.75} aria-label="Look at this:" />}
            <span>{c.text}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Desk({ preview }: { preview: Schema['ReportPreview'] }) {
  return (
    <>
      <div className={classes.desk}>
        {preview.pages.map((p, i) => (
          <div key={i} className={classes.page}>
            <Sheet page={p} label={`Page ${i + 1} of ${preview.pages.length}`} />
            <p className={classes.number}>{i + 1} of {preview.pages.length}</p>
          </div>
        ))}
      </div>
      <p className={classes.number}>{preview.note}</p>
    </>
  );
}
