import { ActionIcon, NumberInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { answer, client, problemOf, type Brand, type Schema } from '../../api/client';
import { useChange } from '../../api/hooks';
import { say } from '../../app/toast';
import { ErrorState } from '../../ui/ErrorState';
import { PrimaryButton } from '../../ui/PrimaryButton';
import classes from './Drops.module.css';

type Props = { brand: Brand; id: number; posts: Schema['DropPosts'] };

/** DropsPosts is how many posts went out on which day, where that is not as planned. */
export function DropsPosts({ brand, id, posts }: Props) {
  const [days, setDays] = useState<Schema['PostsDay'][]>();
  const keep = useChange(brand, (list: Schema['PostsDay'][]) => answer(client.PUT('/api/brand/{brand}/tests/{id}/posts', { params: { path: { brand, id } }, body: { days: list } })));
  const send = (list: Schema['PostsDay'][]) => keep.mutate(list, { onSuccess: (done) => { setDays(undefined); say(done.message); } });
  const put = (at: number, part: Partial<Schema['PostsDay']>) => setDays(days?.map((d, i) => (i === at ? { ...d, ...part } : d)));
  if (days === undefined) {
    const total = posts.days.reduce((sum, d) => sum + d.posts, 0);
    return (
      <div className={classes.panel}>
        <p className={classes.quiet}>{posts.known ? `You noted ${total} posts on ${posts.days.length} days.` : 'Taken as planned: every post went out on its drop’s days. Say it here if some went out on others.'}</p>
        <div className={classes.acts}>
          <PrimaryButton variant="default" small onClick={() => setDays(posts.days)}>{posts.known ? 'Change the counts' : 'Count the posts'}</PrimaryButton>
          {posts.known && <PrimaryButton variant="quiet" small onClick={() => send([])} loading={keep.isPending}>As planned again</PrimaryButton>}
        </div>
        {keep.error && <ErrorState problem={problemOf(keep.error)} />}
      </div>
    );
  }
  return (
    <form className={classes.panel} noValidate onSubmit={(e) => { e.preventDefault(); send(days); }}>
      <p className={classes.quiet}>{posts.note}</p>
      {days.map((d, i) => (
        <div key={i} className={classes.count}>
          <TextInput type="date" label="Day" min={posts.first} max={posts.last} value={d.day} onChange={(e) => put(i, { day: e.currentTarget.value })} />
          <NumberInput label="Posts" min={0} max={100000} allowDecimal={false} value={d.posts} onChange={(n) => put(i, { posts: typeof n === 'number' ? n : 0 })} />
          <ActionIcon variant="subtle" size={36} aria-label={`Remove ${d.day || 'this day'}`} onClick={() => setDays(days.filter((_, at) => at !== i))}><IconTrash size={16} stroke={1.75} /></ActionIcon>
        </div>
      ))}
      <div><PrimaryButton variant="default" small icon={<IconPlus size={14} stroke={1.75} />} onClick={() => setDays([...days, { day: '', posts: 1 }])}>Add a day</PrimaryButton></div>
      {keep.error && <ErrorState problem={problemOf(keep.error)} />}
      <div className={classes.acts}>
        <PrimaryButton submits small onClick={() => send(days)} loading={keep.isPending}>Keep these counts</PrimaryButton>
        <PrimaryButton variant="quiet" small onClick={() => setDays(undefined)}>Cancel</PrimaryButton>
      </div>
    </form>
  );
}
