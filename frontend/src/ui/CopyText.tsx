import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { PrimaryButton } from './PrimaryButton';
import classes from './CopyText.module.css';

type Props = { text: string; word: string };

/** CopyText copies a text, and shows it to select where copying is not allowed. */
export function CopyText({ text, word }: Props) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  const copy = () => void navigator.clipboard.writeText(text).then(() => setState('done'), () => setState('failed'));
  return (
    <div>
      <PrimaryButton variant="default" icon={state === 'done' ? <IconCheck size={16} stroke={1.75} /> : <IconCopy size={16} stroke={1.75} />} onClick={copy}>{state === 'done' ? 'Copied' : word}</PrimaryButton>
      {state === 'failed' && <><p className={classes.note}>Copying was not allowed. Select the text instead:</p><pre className={classes.text} tabIndex={0}>{text}</pre></>}
    </div>
  );
}
