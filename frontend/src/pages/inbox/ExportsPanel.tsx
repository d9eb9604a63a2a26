import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useExports } from '../../api/hooks';
import type { Brand, Schema } from '../../api/client';
import { Loaded } from '../../ui/Loaded';
import { SidePanel } from '../../ui/SidePanel';
import { SourceChip } from '../../ui/SourceChip';
import { CopySteps } from './CopySteps';
import classes from './ExportsPanel.module.css';

type Props = { brand: Brand; opened: boolean; onClose: () => void };
type Platform = Schema['ExportPlatform'];

/** matching keeps the exports in which every word stands somewhere. */
function matching(platforms: Platform[], words: string): Platform[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const says = (p: Platform, e: Platform['exports'][number]) => `${p.name} ${e.label} ${e.row} ${e.where}`.toLowerCase();
  return platforms
    .map((p) => ({ ...p, exports: p.exports.filter((e) => wanted.every((w) => says(p, e).includes(w))) }))
    .filter((p) => p.exports.length > 0);
}

function Export({ item }: { item: Platform['exports'][number] }) {
  return (
    <li className={classes.item}>
      <h4>{item.label} <SourceChip kind={item.kind} /></h4>
      <p>{item.row}</p>
      {item.where && <p className={classes.where}>{item.where} <CopySteps steps={item.where} /></p>}
      {item.latest && <p className={classes.have}>You have {item.latest}</p>}
      <p className={classes.trust}>How well its columns are known: {item.trust}</p>
    </li>
  );
}

/** ExportsPanel lists every export that can be read: what it says, where it is found, what stays at the platform. */
export function ExportsPanel({ brand, opened, onClose }: Props) {
  const query = useExports(brand, opened);
  const [words, setWords] = useState('');
  return (
    <SidePanel title="Exports that can be read" opened={opened} onClose={onClose}>
      <Loaded query={query}>
        {(page) => {
          const found = matching(page.platforms, words);
          return (
            <div className={classes.panel}>
              <p>{page.headline}. Any other table can be read too: you say which column is which, once.</p>
              <TextInput label="Find an export" placeholder="orders, videos, GA4" value={words} onChange={(e) => setWords(e.currentTarget.value)} data-autofocus />
              {found.length === 0 && <p role="status">Nothing here has these words. Drop the file anyway: it is looked at, and you are asked what is not clear.</p>}
              {found.map((p) => (
                <section key={p.name} aria-label={p.name}>
                  <h3>{p.name}</h3>
                  {p.beyond && <p className={classes.beyond}>{p.beyond}</p>}
                  <ul className={classes.list}>{p.exports.map((e) => <Export key={e.format} item={e} />)}</ul>
                </section>
              ))}
            </div>
          );
        }}
      </Loaded>
    </SidePanel>
  );
}
