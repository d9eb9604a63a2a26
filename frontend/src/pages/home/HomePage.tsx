import { useMediaQuery } from '@mantine/hooks';
import { IconInbox, IconUpload } from '@tabler/icons-react';
import type { Brand, Schema } from '../../api/client';
import { useHome } from '../../api/hooks';
import { goTo, hrefOf } from '../../app/router';
import type { PageProps } from '../../app/routes';
import { Card } from '../../ui/Card';
import { ChartView } from '../../ui/ChartView';
import { EmptyState } from '../../ui/EmptyState';
import { FigureView } from '../../ui/FigureView';
import { GradeBadge } from '../../ui/GradeBadge';
import { Loaded } from '../../ui/Loaded';
import { PageHead } from '../../ui/PageHead';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { ClaimsCard, CreatorsCard, EvidenceCard, HealthCard, ToDoCard } from './HomeCards';
import classes from './Home.module.css';

/** HomePage is money first, and what to do today. */
export default function HomePage({ brand }: PageProps) {
  return <Loaded query={useHome(brand)}>{(home) => <Home home={home} brand={brand} />}</Loaded>;
}

function Home({ home, brand }: { home: Schema['Home']; brand: Brand }) {
  const oneColumn = useMediaQuery('(max-width: 1079px)') ?? false;
  const toDo = <ToDoCard todo={home.todo} brand={brand} />;
  const add = (
    <PrimaryButton variant={home.state === 'empty' ? 'primary' : 'default'} icon={<IconUpload size={16} stroke={1.75} />} onClick={() => goTo(brand, 'inbox')}
      {...(home.state === 'empty' ? { k: 'Enter' } : {})}>Add files</PrimaryButton>
  );
  return (
    <>
      <PageHead headline={home.headline} sub={home.state === 'untested' ? home.meaning : undefined} actions={home.state === 'empty' ? undefined : add} />
      {home.stale_why && <p className={classes.stale}>{home.stale_why} <a href={hrefOf(brand, `test/${home.test_id}`)}>Read it again</a></p>}
      {home.badge && (
        <div className={classes.under}>
          <GradeBadge badge={home.badge} />
          <span>{home.source}</span>
          {home.test_id > 0 && <a href={hrefOf(brand, `test/${home.test_id}`)}>How we know</a>}
        </div>
      )}
      <div className={classes.grid}>
        <div className={classes.stack}>
          {home.state === 'empty' && <Card><EmptyState icon={<IconInbox size={32} stroke={1.5} />} title="Drop your exports anywhere in this window" text={home.meaning} action={add} /></Card>}
          <MoneyCard home={home} />
          {oneColumn && toDo}
          {home.observed && <Card title={home.observed.title} aside={home.observed.unit}><ChartView chart={home.observed} /></Card>}
          {home.sales && <Card title={home.sales.title} aside={home.sales.unit}><ChartView chart={home.sales} /></Card>}
          {home.creators.length > 0 && <CreatorsCard home={home} brand={brand} />}
          {home.health.length > 0 && <HealthCard notes={home.health} brand={brand} />}
        </div>
        <div className={classes.stack}>
          {!oneColumn && toDo}
          {home.claims && <ClaimsCard claims={home.claims} />}
          <EvidenceCard evidence={home.evidence} />
        </div>
      </div>
    </>
  );
}

function MoneyCard({ home }: { home: Schema['Home'] }) {
  if (!home.extra && home.facts.length === 0) return null;
  return (
    <Card pad="verdict">
      {home.extra && (
        <div className={classes.money}>
          <div>
            <FigureView figure={home.extra} size="hero" />
            {home.range && <ChartView chart={home.range} bare />}
            <p className={classes.note}>{home.meaning}</p>
          </div>
          <div className={classes.left}>{home.left && <FigureView figure={home.left} size="figure" />}</div>
        </div>
      )}
      <div className={home.extra ? classes.facts : classes.plain}>
        {home.facts.map((f) => <FigureView key={f.label} figure={f} size={home.extra ? 'strip' : 'figure'} />)}
      </div>
    </Card>
  );
}
