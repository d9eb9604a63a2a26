import { Modal } from '@mantine/core';
import { useState } from 'react';
import { answer, client, problemOf, type Schema } from '../../api/client';
import { useChange } from '../../api/hooks';
import { KeyLayer } from '../../app/KeyLayer';
import { say } from '../../app/toast';
import { ChoiceList } from '../../ui/ChoiceList';
import { ErrorState } from '../../ui/ErrorState';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './SettingsPage.module.css';

type Props = { backups: Schema['BackupInfo'][]; opened: boolean; close: () => void; restored?: () => void };

/** RestoreBackup asks which backup to put in place of the brand's file, and says what happens to that file. */
export function RestoreBackup({ backups, opened, close, restored }: Props) {
  const [name, setName] = useState<string>();
  const restore = useChange('own', (chosen: string) => answer(client.POST('/api/restore', { body: { name: chosen } })));
  const leave = () => {
    setName(undefined);
    restore.reset();
    close();
  };
  const go = () => name !== undefined && restore.mutate(name, {
    onSuccess: (done) => {
      say(done.message);
      leave();
      restored?.();
    },
  });
  return (
    <Modal opened={opened} onClose={leave} title="Restore a backup" centered>
      <KeyLayer><div className={classes.dialog}>
        <p className={classes.soft}>The backup takes the place of your brand’s file. The file it replaces is kept beside it, so nothing is lost.</p>
        <ChoiceList label="Backups, newest first" choices={backups.map((b) => ({ answer: b.name, label: b.made, consequence: b.size }))} chosen={name} onChoose={setName} />
        {restore.error && <ErrorState problem={problemOf(restore.error)} />}
        <div className={classes.buttons}>
          <PrimaryButton variant="quiet" onClick={leave}>Keep what is here</PrimaryButton>
          <PrimaryButton disabled={name === undefined} loading={restore.isPending} onClick={() => void go()}>Restore this backup</PrimaryButton>
        </div>
      </div></KeyLayer>
    </Modal>
  );
}
