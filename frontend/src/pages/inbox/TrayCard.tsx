import { ActionIcon } from '@mantine/core';
import { IconBan, IconCheck, IconCopyCheck, IconFileSpreadsheet, IconHelpCircle, IconHourglass, IconX, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { FileFacts } from './FileFacts';
import { QuestionPart } from './QuestionPart';
import { RememberedNote } from './RememberedNote';
import { RefusedPart } from './RefusedPart';
import classes from './TrayCard.module.css';
import type { Answers, File, Page } from './useInboxWork';

type Look = { icon: TablerIcon; chip: string; mark: TablerIcon; tone: string };

const looks: Record<File['state'], Look> = {
  ready: { icon: IconFileSpreadsheet, chip: 'Ready to save', mark: IconCheck, tone: 'good' },
  question: { icon: IconHelpCircle, chip: 'One question', mark: IconHelpCircle, tone: 'caution' },
  known: { icon: IconCopyCheck, chip: 'Already here', mark: IconCheck, tone: 'calm' },
  refused: { icon: IconBan, chip: 'Not saved', mark: IconX, tone: 'bad' },
  waiting: { icon: IconFileSpreadsheet, chip: 'Not looked at yet', mark: IconHourglass, tone: 'calm' },
};

const chipOf = (file: File): string => (file.questions.length > 1 ? `${file.questions.length} questions` : looks[file.state].chip);

export type TrayProps = {
  file: File;
  page: Page;
  /** Whether this file's question is the one that is asked now; the number keys answer it. */
  asked: boolean;
  /** Whether naming the brand, above, answers this file's question too. */
  above: boolean;
  busy: boolean;
  reply: (ids: string[], answers: Answers) => void;
  drop: (file: File) => void;
  ask: () => void;
};

function LaterQuestion({ file, above, ask }: TrayProps) {
  return (
    <div className={classes.later}>
      <span className={classes.text}>{file.title}{above && ' Say it above, once for all files.'}</span>
      <PrimaryButton variant={above ? 'quiet' : 'default'} small onClick={ask}>{above ? 'Another for this file' : 'Answer this one first'}</PrimaryButton>
    </div>
  );
}

const bodyOf = (props: TrayProps): ReactNode => {
  switch (props.file.state) {
    case 'waiting': return null;
    case 'question': return props.asked ? <QuestionPart {...props} /> : <LaterQuestion {...props} />;
    case 'refused': return <RefusedPart file={props.file} />;
    default: return <FileFacts file={props.file} />;
  }
};

/** TrayCard is one dropped file and what saving it would do. */
export function TrayCard(props: TrayProps) {
  const { file, drop } = props;
  const { icon: Icon, mark: Mark, tone } = looks[file.state];
  return (
    <section className={classes.card} data-tone={tone} aria-label={file.name}>
      <div className={classes.head}>
        <Icon size={18} stroke={1.75} className={classes.icon} aria-hidden="true" />
        <div className={classes.words}>
          <h2 className={classes.name}>{file.name}</h2>
          <p className={classes.what}>{file.what ? `${file.what} · ${file.size}` : file.size}</p>
        </div>
        <span className={classes.chip}><Mark size={14} stroke={1.75} aria-hidden="true" />{chipOf(file)}</span>
        <ActionIcon variant="subtle" color="gray" size={28} className={classes.out} aria-label={`Take ${file.name} out`} title="Take out" onClick={() => drop(file)}>
          <IconX size={16} stroke={1.75} />
        </ActionIcon>
      </div>
      {file.remembered && <RememberedNote remembered={file.remembered} busy={props.busy} change={() => props.reply([file.id], { anew: true })} />}
      {bodyOf(props)}
      {file.ask_again && (
        <div className={classes.later}>
          <span className={classes.text}>Read as you said.</span>
          <PrimaryButton variant="default" small disabled={props.busy} onClick={() => props.reply([file.id], { anew: true })}>Ask me again</PrimaryButton>
        </div>
      )}
    </section>
  );
}
