import { IconBuildingStore, IconCheck, IconSpeakerphone } from '@tabler/icons-react';
import classes from './SourceChip.module.css';

const kinds = {
  tested: { word: 'Tested', look: classes.tested, Icon: IconCheck },
  till: { word: 'Till', look: classes.till, Icon: IconBuildingStore },
  claimed: { word: 'Claimed', look: classes.claimed, Icon: IconSpeakerphone },
  'platform-only': { word: 'Platform claims only', look: classes.claimed, Icon: IconSpeakerphone },
};

/** SourceChip says what a figure rests on: solid where it was tested, hatched where a platform says so. */
export function SourceChip({ kind }: { kind: keyof typeof kinds }) {
  const { word, look, Icon } = kinds[kind];
  return <span className={`${classes.chip} ${look}`}><Icon size={14} stroke={1.75} aria-hidden="true" />{word}</span>;
}
