import { IconUpload, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useCreators } from '../../api/hooks';
import type { Brand, Schema } from '../../api/client';
import { goTo } from '../../app/router';
import type { PageProps } from '../../app/routes';
import { Card } from '../../ui/Card';
import { EmptyState } from '../../ui/EmptyState';
import { Loaded } from '../../ui/Loaded';
import { PageHead } from '../../ui/PageHead';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { SourceChip } from '../../ui/SourceChip';
import { CreatorsTable } from './CreatorsTable';
import { PersonPanel } from './PersonPanel';
import { ReportedCard } from './ReportedCard';
import { SameCreatorCard } from './SameCreatorCard';
import classes from './Creators.module.css';

/** CreatorsPage is every creator by what platforms claim, first-month luck removed. */
export default function CreatorsPage({ brand }: PageProps) {
  return <Loaded query={useCreators(brand)}>{(page) => <Creators page={page} brand={brand} />}</Loaded>;
}

function Creators({ page, brand }: { page: Schema['CreatorsPage']; brand: Brand }) {
  const [handle, setHandle] = useState<string>();
  if (page.groups.length === 0) {
    const add = <PrimaryButton k="Enter" icon={<IconUpload size={16} stroke={1.75} />} onClick={() => goTo(brand, 'inbox')}>Add files</PrimaryButton>;
    return (
      <>
        <PageHead headline={page.headline} />
        <div className={classes.stack}>
          <Card><EmptyState icon={<IconUsers size={32} stroke={1.5} />} title={page.headline} text={page.meaning} action={add} /></Card>
          {page.reported && <ReportedCard list={page.reported} />}
        </div>
      </>
    );
  }
  return (
    <>
      <PageHead headline={page.headline} sub={<>{page.meaning} {page.period}</>} actions={page.platform_only ? <SourceChip kind="platform-only" /> : undefined} />
      <div className={classes.stack}>
        <SameCreatorCard brand={brand} keyed={handle === undefined} />
        <Card pad="none"><CreatorsTable page={page} open={setHandle} /></Card>
        {page.reported && <ReportedCard list={page.reported} />}
      </div>
      <PersonPanel brand={brand} handle={handle} onClose={() => setHandle(undefined)} />
      <div className={classes.notes}>
        <Card title="How luck is taken out"><p className={classes.note}>{page.help}</p>{page.unmatched && <p className={classes.note}>{page.unmatched}</p>}</Card>
        <Card title="How the feed picks videos"><p className={classes.note}>{page.algorithm}</p></Card>
      </div>
    </>
  );
}
