import { ActionIcon, Modal } from '@mantine/core';
import { IconCalendarEvent, IconCheck, IconFlask, IconHourglass, IconPlus, IconRefresh, IconTrash, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { answer, client, problemOf, type Brand, type Schema } from '../../api/client';
import { useChange, useTests } from '../../api/hooks';
import { goTo, hrefOf } from '../../app/router';
import { KeyLayer } from '../../app/KeyLayer';
import { say } from '../../app/toast';
import { Card } from '../../ui/Card';
import { EmptyState } from '../../ui/EmptyState';
import { GradeBadge } from '../../ui/GradeBadge';
import { Loaded } from '../../ui/Loaded';
import { PageHead } from '../../ui/PageHead';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { DropsForm } from './DropsForm';
import { PowerPanel } from './PowerPanel';
import classes from './Test.module.css';
import { TestForm } from './TestForm';

const states = {
  read: { word: 'Read', look: classes.read, Icon: IconCheck },
  stale: { word: 'Needs reading again', look: classes.stale, Icon: IconRefresh },
  unread: { word: 'Not read yet', look: classes.unread, Icon: IconHourglass },
  planned: { word: 'Under way', look: classes.unread, Icon: IconCalendarEvent },
};

/** TestList is every test that was asked about, and the way to ask about another. */
export function TestList({ brand }: { brand: Brand }) {
  return <Loaded query={useTests(brand)}>{(page) => <Tests page={page} brand={brand} />}</Loaded>;
}

function Tests({ page, brand }: { page: Schema['TestsPage']; brand: Brand }) {
  const [asking, setAsking] = useState(false);
  const [planning, setPlanning] = useState(false);
  const ask = page.ask
    ? <PrimaryButton k="Enter" icon={<IconPlus size={16} stroke={1.75} />} onClick={() => setAsking(true)}>Read out a test</PrimaryButton>
    : <PrimaryButton k="Enter" icon={<IconUpload size={16} stroke={1.75} />} onClick={() => goTo(brand, 'inbox')}>Add orders</PrimaryButton>;
  const plan = page.ask && <PrimaryButton variant="default" icon={<IconCalendarEvent size={16} stroke={1.75} />} onClick={() => setPlanning(true)}>Plan drops by lot</PrimaryButton>;
  const acts = <>{plan}{ask}</>;
  return (
    <>
      <PageHead headline={page.headline} actions={page.tests.length > 0 ? acts : undefined} />
      <Card pad="none">
        {page.tests.length === 0 && (
          <EmptyState icon={<IconFlask size={32} stroke={1.5} />} title="No test yet" action={acts}
            text={page.reason || 'Name the days when creators posted, and say which regions, if any, were left out. You get what they added, its likely range, and how far to trust it.'} />
        )}
        <ul className={classes.list}>{page.tests.map((t) => <Item key={t.id} test={t} brand={brand} />)}</ul>
      </Card>
      {page.ask && <div className={classes.below}><PowerPanel brand={brand} /></div>}
      {page.ask && (
        <Modal opened={asking} onClose={() => setAsking(false)} title="Read out a test" size={720}>
          <KeyLayer><TestForm brand={brand} options={page.ask} close={() => setAsking(false)} /></KeyLayer>
        </Modal>
      )}
      {page.ask && (
        <Modal opened={planning} onClose={() => setPlanning(false)} title="Plan drops by lot" size={720}>
          <KeyLayer><DropsForm brand={brand} options={page.ask} close={() => setPlanning(false)} /></KeyLayer>
        </Modal>
      )}
    </>
  );
}

function Item({ test, brand }: { test: Schema['TestRow']; brand: Brand }) {
  const at = { params: { path: { brand, id: test.id } } };
  const state = states[test.state];
  const restore = useChange(brand, () => answer(client.POST('/api/brand/{brand}/tests/{id}/restore', at)));
  const remove = useChange(brand, () => answer(client.DELETE('/api/brand/{brand}/tests/{id}', at)));
  const take = () => remove.mutate(undefined, {
    onSuccess: (done) => say(done.message, () => restore.mutate(undefined, { onSuccess: (back) => say(back.message) })),
    onError: (e) => say(problemOf(e).message),
  });
  return (
    <li className={classes.row} data-row>
      <a className={classes.item} href={hrefOf(brand, `test/${test.id}`)}>
        <b>{test.name}</b>
        {test.headline && <span>{test.headline}</span>}
        <span className={classes.quiet}>{test.design} · {test.period}</span>
      </a>
      <div className={classes.chips}>
        <span className={`${classes.chip} ${state.look}`}><state.Icon size={14} stroke={1.75} aria-hidden="true" />{state.word}</span>
        {test.badge && <GradeBadge badge={test.badge} />}
      </div>
      <ActionIcon variant="subtle" size={32} aria-label={`Remove ${test.name}`} onClick={take} loading={remove.isPending}><IconTrash size={16} stroke={1.75} /></ActionIcon>
    </li>
  );
}
