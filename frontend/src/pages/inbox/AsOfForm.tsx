import { TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './BatchList.module.css';
import type { LookBack } from './useLookBack';

/** AsOfForm asks for the day whose knowledge is to be shown on every page. */
export function AsOfForm({ back }: { back: LookBack }) {
  const [day, setDay] = useState('');
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (day !== '') back.look({ day });
  };
  return (
    <form className={classes.asof} onSubmit={submit}>
      <TextInput type="date" label="Show everything as it was known on" value={day} onChange={(e) => setDay(e.currentTarget.value)} />
      <PrimaryButton variant="default" submits disabled={day === ''} loading={back.busy} onClick={() => undefined}>Show that day</PrimaryButton>
      {back.problem && <p className={classes.bad} role="alert">{back.problem.message} {back.problem.hint}</p>}
    </form>
  );
}
