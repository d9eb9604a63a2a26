import { SegmentedControl } from '@mantine/core';
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
import { RanksView, type By } from './RanksView';
import { ReportedCard } from './ReportedCard';
import { SameCreatorCard } from './SameCreatorCard';
import classes from './Creators.module.css';
import ranks from './Ranks.module.css';

/** CreatorsPage is every creator by what platforms claim, first-month luck removed. */
export default function CreatorsPage({ brand }: PageProps) {
  return <Loaded query={useCreators(brand)}>{(page) => <Creators page={page} brand={brand} />}</Loaded>;
}

const measures = [{ value: 'orders', label: 'Orders a week' }, { value: 'conversion', label: 'Conversion' }, { value: 'posts', label: 'Sales a post' }] as const;

// heads stand over the views that say their own findings.
const heads = { conversion: 'Creators, by orders per click', posts: 'Creators, by claimed sales a post' };

function Creators({ page, brand }: { page: Schema['CreatorsPage']; brand: Brand }) {
  const [handle, setHandle] = useState<string>();
  const [by, setBy] = useState<'orders' | By>('orders');
  const some = page.groups.length > 0;
  const choose = (value: string) => {
    const measure = measures.find((m) => m.value === value);
    if (measure) setBy(measure.value);
  };
  return (
    <>
      <PageHead headline={by === 'orders' ? page.headline : heads[by]} {...(some && by === 'orders' ? { sub: <>{page.meaning} {page.period}</>, actions: page.platform_only && <SourceChip kind="platform-only" /> } : {})} />
      <div className={classes.stack}>
        {some && <SameCreatorCard brand={brand} keyed={handle === undefined} />}
        <Card pad="none">
          <div className={ranks.bar}>
            <SegmentedControl className={ranks.switch ?? ''} aria-label="Compare creators by" value={by} data={measures.map((m) => ({ ...m }))} onChange={choose} />
          </div>
          {by !== 'orders' ? <RanksView brand={brand} by={by} open={setHandle} /> : some ? <CreatorsTable page={page} open={setHandle} /> : <NoCreators page={page} brand={brand} />}
        </Card>
        {page.reported && <ReportedCard list={page.reported} />}
      </div>
      <PersonPanel brand={brand} handle={handle} onClose={() => setHandle(undefined)} />
      {some && (
        <div className={classes.notes}>
          {by === 'orders' && <Card title="How luck is taken out"><p className={classes.note}>{page.help}</p>{page.unmatched && <p className={classes.note}>{page.unmatched}</p>}</Card>}
          <Card title="How the feed picks videos"><p className={classes.note}>{page.algorithm}</p></Card>
        </div>
      )}
    </>
  );
}

function NoCreators({ page, brand }: { page: Schema['CreatorsPage']; brand: Brand }) {
  const add = <PrimaryButton k="Enter" icon={<IconUpload size={16} stroke={1.75} />} onClick={() => goTo(brand, 'inbox')}>Add files</PrimaryButton>;
  return <EmptyState icon={<IconUsers size={32} stroke={1.5} />} title={page.headline} text={page.meaning} action={add} />;
}
