import { IconCalendarEvent, IconDownload, IconHourglass, IconInfoCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { answer, client, problemOf, type Brand, type Schema } from '../../api/client';
import { saveOffer } from '../../app/saveOffer';
import { Card } from '../../ui/Card';
import { CopyText } from '../../ui/CopyText';
import { ErrorState } from '../../ui/ErrorState';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './Drops.module.css';
import { DropsPosts } from './DropsPosts';
import { DropsStrip } from './DropsStrip';

type Props = { brand: Brand; id: number; plan: Schema['DropsPlan'] };

/** DropsPlan is a drawn calendar: the dates, what creators are told, and the rules that keep it honest. */
export function DropsPlan({ brand, id, plan }: Props) {
  return (
    <div className={classes.stack}>
      {plan.waiting && (
        <Card pad="verdict">
          <div className={classes.head}><IconHourglass size={24} stroke={1.75} aria-hidden="true" /><h2 className={classes.next}>{plan.headline}</h2></div>
          <p className={classes.waiting}>{plan.waiting}</p>
        </Card>
      )}
      {plan.redrawn && <p className={classes.redrawn}><IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />{plan.redrawn}</p>}
      <div className={classes.grid}>
        <div className={classes.stack}>
          <Card title="The dates">
            <ol className={classes.drops}>
              {plan.drops.map((d) => (
                <li key={d.name}>
                  <span className={classes.mark}><IconCalendarEvent size={16} stroke={1.75} aria-hidden="true" /></span>
                  <div><b>{d.days}</b><span className={classes.quiet}>{d.name}{d.products.length > 0 && `: show ${d.products.join(', ')}`}</span></div>
                </li>
              ))}
            </ol>
            <DropsStrip weeks={plan.weeks} />
          </Card>
          <Card title="What really went out"><DropsPosts brand={brand} id={id} posts={plan.posts} /></Card>
        </div>
        <div className={classes.stack}>
          {plan.waiting && (
            <>
              <Card title="Tell your creators">
                <pre className={classes.tell} tabIndex={0}>{plan.tell}</pre>
                <CopyText text={plan.tell} word="Copy the text" />
              </Card>
              <Card title="Rules until its last day">
                <ul className={classes.rules}>{plan.rules.map((r) => <li key={r}>{r}</li>)}</ul>
              </Card>
            </>
          )}
          <Card title="How it was drawn">
            <dl className={classes.facts}>{plan.facts.map((f) => <div key={f.label}><dt>{f.label}</dt><dd>{f.value}</dd></div>)}</dl>
            <Files brand={brand} id={id} />
          </Card>
        </div>
      </div>
    </div>
  );
}

function Files({ brand, id }: { brand: Brand; id: number }) {
  const save = useMutation({
    mutationFn: async (form: 'json' | 'ics') =>
      saveOffer(await answer(client.POST('/api/brand/{brand}/tests/{id}/schedule', { params: { path: { brand, id } }, body: { form } }))),
  });
  const icon = <IconDownload size={14} stroke={1.75} />;
  return (
    <>
      <div className={classes.acts}>
        <PrimaryButton variant="default" small icon={icon} onClick={() => save.mutate('ics')}>Calendar file</PrimaryButton>
        <PrimaryButton variant="default" small icon={icon} onClick={() => save.mutate('json')}>Schedule file</PrimaryButton>
      </div>
      {save.error && <ErrorState problem={problemOf(save.error)} />}
    </>
  );
}
