import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { currencies, zones } from './names';
import classes from './TrayCard.module.css';
import type { File } from './useInboxWork';

type Props = { question: File['questions'][number]; busy: boolean; send: (said: string) => void };

/** FreeAnswer takes an answer that no short list holds. What is guessed is offered, never chosen beforehand. */
export function FreeAnswer({ question, busy, send }: Props) {
  const [said, setSaid] = useState('');
  const list = question.name === 'currency' ? currencies : zones;
  const offered = question.choices.some((c) => c.answer === question.guess) ? '' : question.guess;
  const other = offered !== '' || question.choices.length > 0;
  return (
    <>
      {offered && (
        <div className={classes.send}>
          <PrimaryButton variant="default" disabled={busy} onClick={() => send(offered)}>Use {offered}</PrimaryButton>
          <span className={classes.help}>{question.name === 'zone' ? 'as this computer or your settings say' : 'as your settings say'}</span>
        </div>
      )}
      {question.name === 'period'
        ? <TextInput aria-label={question.title} placeholder="2026-10-01 to 2026-10-31" value={said} onChange={(e) => setSaid(e.currentTarget.value)} />
        : <Select aria-label={question.title} placeholder={other ? 'Or search another' : 'Search'} searchable selectFirstOptionOnChange data={list} value={said || null} limit={60}
            nothingFoundMessage="None is called that" onChange={(chosen) => setSaid(chosen ?? '')} />}
      <div className={classes.send}>
        <PrimaryButton variant={other ? 'default' : 'primary'} disabled={said.trim() === '' || busy} onClick={() => send(said)}>Use this answer</PrimaryButton>
      </div>
    </>
  );
}
