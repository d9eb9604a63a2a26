import { IconClick, IconUpload, IconVideo } from '@tabler/icons-react';
import { useRanks } from '../../api/hooks';
import type { Brand, Schema } from '../../api/client';
import { goTo } from '../../app/router';
import { EmptyState } from '../../ui/EmptyState';
import { Loaded } from '../../ui/Loaded';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { SourceChip } from '../../ui/SourceChip';
import { RanksTable } from './RanksTable';
import classes from './Ranks.module.css';
import page from './Creators.module.css';

export type By = 'conversion' | 'posts';
type Props = { brand: Brand; by: By; open: (handle: string) => void };

/** RanksView compares creators by conversion or by claimed sales a post, with what it means and what is left out. */
export function RanksView({ brand, by, open }: Props) {
  return <Loaded query={useRanks(brand, by)} shape="card">{(ranks) => <Ranks ranks={ranks} brand={brand} by={by} open={open} />}</Loaded>;
}

function Ranks({ ranks, brand, by, open }: Props & { ranks: Schema['RanksPage'] }) {
  if (ranks.empty) {
    const Icon = by === 'conversion' ? IconClick : IconVideo;
    const add = <PrimaryButton k="Enter" icon={<IconUpload size={16} stroke={1.75} />} onClick={() => goTo(brand, 'inbox')}>Add files</PrimaryButton>;
    return <EmptyState icon={<Icon size={32} stroke={1.5} />} title={ranks.empty.title} text={ranks.empty.text} action={add} />;
  }
  return (
    <>
      <div className={classes.intro}>
        <h2>{ranks.headline}</h2>
        <p><SourceChip kind="platform-only" /> {ranks.meaning} {ranks.period}</p>
      </div>
      <RanksTable page={ranks} open={open} />
      <div className={classes.intro}>
        {ranks.notes.length > 0 && <ul className={classes.notes}>{ranks.notes.map((n) => <li key={n}>{n}</li>)}</ul>}
        <h3 className={page.note}><b>How luck is taken out</b></h3>
        <p>{ranks.help}</p>
      </div>
    </>
  );
}
