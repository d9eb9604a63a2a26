import type { Schema } from '../../api/client';
import { Card } from '../../ui/Card';
import classes from './SettingsPage.module.css';

/** FileCard says where the data lies. */
export function FileCard({ settings }: { settings: Schema['SettingsPage'] }) {
  return (
    <Card title="Your data" aside="on this computer only">
      <dl className={classes.facts}>
        <div className={classes.wide}><dt>File</dt><dd>{settings.file}</dd></div>
        <div><dt>Size</dt><dd>{settings.size}</dd></div>
        <div><dt>State of the data</dt><dd className={classes.hash}>{settings.revision}</dd></div>
      </dl>
    </Card>
  );
}
