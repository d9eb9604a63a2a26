import { IconPlayerPlay, IconShieldCheck, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { useFrame } from '../../api/hooks';
import { goTo } from '../../app/router';
import { useSample } from '../../app/sample';
import { DropOverlay } from '../../ui/DropOverlay';
import { ErrorState } from '../../ui/ErrorState';
import { Loaded } from '../../ui/Loaded';
import { Mark } from '../../ui/Mark';
import { Progress } from '../../ui/Progress';
import { RestoreBackup } from '../settings/RestoreBackup';
import { BigChoice } from './BigChoice';
import { Idea } from './Idea';
import classes from './WelcomePage.module.css';

/** WelcomePage is the first page: use one's own files, or try the sample brand. */
export default function WelcomePage() {
  return <Loaded query={useFrame()}>{(frame) => <Welcome frame={frame} />}</Loaded>;
}

function Welcome({ frame }: { frame: Schema['Frame'] }) {
  const [restoring, setRestoring] = useState(false);
  const sample = useSample();
  const broken = frame.problem;
  return (
    <div className={classes.page}>
      <main className={classes.main}>
        <div className={classes.brand}><Mark size={32} /><span>Creatorlift</span></div>
        <div className={classes.middle}>
          <h1 className={classes.hero}>What did your creators really bring in?</h1>
          <p className={classes.lead}>Drop in the files you already export. Creatorlift shows the extra sales, what each platform claims, and how sure you can be.</p>
          {broken && <ErrorState problem={broken} />}
          {sample.problem && <ErrorState problem={sample.problem} />}
          <div className={classes.choices}>
            <BigChoice k="Enter" main keyed={!restoring} disabled={broken != null} icon={<IconUpload size={22} stroke={1.75} />} title="Use my files"
              text="Orders and creator sales are enough to start" onChoose={() => goTo('own', 'inbox')} />
            <BigChoice k="s" keyed={!restoring} disabled={sample.job !== undefined} icon={<IconPlayerPlay size={22} stroke={1.75} />} title="Try the sample brand"
              text="A made-up shop with two tests, kept apart from yours" onChoose={sample.make} />
            {sample.job && <Progress job={sample.job} onCancel={sample.cancel} />}
          </div>
          <p className={classes.offline}><IconShieldCheck size={18} stroke={1.75} aria-hidden="true" />Works offline. Buyers’ names and e-mails are never stored.</p>
        </div>
        <footer className={classes.foot}>
          {frame.backups.length > 0
            ? <button type="button" className={classes.quiet} onClick={() => setRestoring(true)}>Restore a backup</button>
            : <span />}
          <span>Version {frame.version}</span>
        </footer>
      </main>
      <Idea />
      {!broken && <DropOverlay brand="own" />}
      <RestoreBackup backups={frame.backups} opened={restoring} close={() => setRestoring(false)} restored={() => goTo('own', 'home')} />
    </div>
  );
}
