import { useState } from 'react';
import { answer, client, problemOf, type Brand, type Schema } from '../../api/client';
import { useChange } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { say } from '../../app/toast';
import { ErrorState } from '../../ui/ErrorState';
import { PageHead } from '../../ui/PageHead';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { BrandCard } from './BrandCard';
import { CostsCard } from './CostsCard';
import { formOf, inputOf, isReady, type Form } from './form';
import classes from './SettingsPage.module.css';

type Props = { brand: Brand; settings: Schema['SettingsPage'] };

const headlineOf = (settings: Props['settings']): string =>
  settings.needs.length > 0 ? 'Some costs are not known yet' : 'What Creatorlift knows about your brand';

/** BrandSettings is what can be typed: it is saved together, and what is not saved is said. */
export function BrandSettings({ brand, settings }: Props) {
  const saved = formOf(settings);
  const [changes, setChanges] = useState<Partial<Form>>({});
  const form = { ...saved, ...changes };
  const changed = (Object.keys(form) as (keyof Form)[]).some((field) => form[field] !== saved[field]);
  const save = useChange(brand, (body: Schema['SettingsInBody']) => answer(client.PUT('/api/brand/{brand}/settings', { params: { path: { brand } }, body })));
  const ready = changed && isReady(form) && !save.isPending;
  const keep = () => {
    if (!ready) return;
    save.mutate(inputOf(form), {
      onSuccess: (done) => {
        setChanges({});
        say(done.message);
      },
    });
  };
  const change = (more: Partial<Form>) => setChanges({ ...changes, ...more });
  useKey('mod+s', keep);
  return (
    <form onSubmit={(e) => { e.preventDefault(); keep(); }} noValidate>
      <PageHead
        headline={headlineOf(settings)}
        sub={<span role="status">{changed ? 'Changed, not saved yet.' : 'Everything is saved.'}</span>}
        actions={<>
          {changed && <PrimaryButton variant="quiet" onClick={() => { setChanges({}); save.reset(); }}>Leave as it was</PrimaryButton>}
          <PrimaryButton k="Enter" disabled={!ready} loading={save.isPending} onClick={keep}>Save settings</PrimaryButton>
        </>}
      />
      <div className={classes.stack}>
        {save.error && <ErrorState problem={problemOf(save.error)} />}
        <BrandCard form={form} locked={settings.locked} change={change} />
        <CostsCard form={form} needs={settings.needs} change={change} />
      </div>
      <button type="submit" hidden tabIndex={-1} aria-hidden="true">Save</button>
    </form>
  );
}
