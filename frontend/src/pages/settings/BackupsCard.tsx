import { useState } from 'react';
import { answer, client, problemOf, type Schema } from '../../api/client';
import { useChange } from '../../api/hooks';
import { say } from '../../app/toast';
import { Card } from '../../ui/Card';
import { ErrorState } from '../../ui/ErrorState';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { RestoreBackup } from './RestoreBackup';
import classes from './SettingsPage.module.css';

/** BackupsCard makes copies of the brand's file, lists them and puts one back. */
export function BackupsCard({ settings }: { settings: Schema['SettingsPage'] }) {
  const [restoring, setRestoring] = useState(false);
  const backUp = useChange('own', () => answer(client.POST('/api/backup')));
  return (
    <Card title="Backups" aside={`last: ${settings.last_backup}`}>
      <p className={classes.soft}>A backup is a checked copy of everything that was saved. Copies are never removed by themselves.</p>
      {backUp.error && <ErrorState problem={problemOf(backUp.error)} />}
      {settings.backups.length > 0 && (
        <ul className={classes.backups}>
          {settings.backups.map((b) => <li key={b.name}><span>{b.made}</span><span className={classes.soft}>{b.size}</span><span className={classes.file}>{b.name}</span></li>)}
        </ul>
      )}
      <div className={classes.buttons}>
        {settings.backups.length > 0 && <PrimaryButton variant="default" onClick={() => setRestoring(true)}>Restore a backup</PrimaryButton>}
        <PrimaryButton variant="default" loading={backUp.isPending} onClick={() => backUp.mutate(undefined, { onSuccess: (done) => say(done.message) })}>Back up now</PrimaryButton>
      </div>
      <RestoreBackup backups={settings.backups} opened={restoring} close={() => setRestoring(false)} />
    </Card>
  );
}
