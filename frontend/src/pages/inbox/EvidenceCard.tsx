import { Select } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed, IconCircleHalf2 } from '@tabler/icons-react';
import { useState } from 'react';
import type { Brand, Schema } from '../../api/client';
import { useAccuracy } from '../../api/names';
import { Card } from '../../ui/Card';
import { CopySteps } from './CopySteps';
import classes from './Joining.module.css';

const states = {
  all: { word: 'here', Icon: IconCircleCheck },
  part: { word: 'in part', Icon: IconCircleHalf2 },
  none: { word: 'missing', Icon: IconCircleDashed },
};

/** EvidenceCard is which sources speak of a campaign's days, and what each can and cannot show. */
export function EvidenceCard({ brand }: { brand: Brand }) {
  const { data } = useAccuracy(brand);
  const [at, setAt] = useState(0);
  const campaign = data?.campaigns[at] ?? data?.campaigns[0];
  if (!data || !campaign || campaign.sources.filter((s) => s.have !== 'none').length < 2) return null;
  const next = at > 0 ? campaign.next : '';
  const later = (s: Schema['SourceEvidence']) => s.have === 'none' && s.kind !== next;
  return (
    <Card title="What each source can show" aside={campaign.days}>
      {data.campaigns.length > 1 && (
        <Select w={280} maw="100%" aria-label="Campaign" value={String(at)} allowDeselect={false} data={data.campaigns.map((c, i) => ({ value: String(i), label: c.campaign }))} onChange={(v) => setAt(Number(v ?? 0))} />
      )}
      <Sources sources={campaign.sources.filter((s) => !later(s))} next={next} />
      {campaign.sources.some(later) && (
        <details className={classes.more}>
          <summary>What the missing ones would show</summary>
          <Sources sources={campaign.sources.filter(later)} next={next} />
        </details>
      )}
    </Card>
  );
}

function Sources({ sources, next }: { sources: Schema['SourceEvidence'][]; next: string }) {
  return <ul className={classes.list}>{sources.map((s) => <Source key={s.kind} source={s} next={s.kind === next} />)}</ul>;
}

function Source({ source, next }: { source: Schema['SourceEvidence']; next: boolean }) {
  const { word, Icon } = states[source.have];
  return (
    <li>
      <span className={classes.have} data-have={source.have}><Icon size={16} stroke={1.75} aria-hidden="true" />{word}</span>
      <span className={classes.words}>
        <b>{source.label}</b>
        <span className={classes.soft}>Shows {source.shows}. Cannot show {source.cannot}.</span>
        {next && source.where && <span className={classes.soft}><b>Add it next:</b> {source.where} <CopySteps steps={source.where} /></span>}
      </span>
    </li>
  );
}
