import { useFrame } from '../../api/hooks';
import { useSample } from '../../app/sample';
import { Card } from '../../ui/Card';
import { ErrorState } from '../../ui/ErrorState';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { Progress } from '../../ui/Progress';
import classes from './SettingsPage.module.css';

/** SampleCard makes the sample brand, or makes it anew. */
export function SampleCard() {
  const sample = useSample();
  const made = useFrame().data?.brands.some((b) => b.id === 'sample') ?? false;
  return (
    <Card title="Sample brand">
      <p className={classes.soft}>
        A made-up shop to try things on, in a file of its own.{made ? ' Making it anew takes back whatever was changed in it.' : ''}
      </p>
      {sample.problem && <ErrorState problem={sample.problem} />}
      {sample.job ? <Progress job={sample.job} onCancel={sample.cancel} /> : (
        <div className={classes.buttons}><PrimaryButton variant="default" onClick={sample.make}>{made ? 'Make it anew' : 'Make the sample brand'}</PrimaryButton></div>
      )}
    </Card>
  );
}
