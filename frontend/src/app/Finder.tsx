import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Brand, Schema } from '../api/client';
import { useCreators, useTests } from '../api/hooks';
import classes from './Finder.module.css';
import { KeyLayer } from './KeyLayer';
import { goTo } from './router';
import { routes, settingsRoute } from './routes';

type Props = { frame: Schema['Frame']; brand: Brand; opened: boolean; close: () => void };
type Found = { label: string; kind: string; go: () => void };

const SHOWN = 12;

/** Finder leads to any page, brand, test or creator by a few letters. */
export function Finder({ opened, close, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={close} title="Find anything" size={520} yOffset="12vh">
      {opened && <KeyLayer><Found {...rest} close={close} /></KeyLayer>}
    </Modal>
  );
}

function Found({ frame, brand, close }: Omit<Props, 'opened'>) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const found = usePlaces(frame, brand).filter((f) => f.label.toLowerCase().includes(text.trim().toLowerCase())).slice(0, SHOWN);
  const chosen = Math.min(at, found.length - 1);
  const take = (f: Found | undefined) => {
    if (!f) return;
    close();
    f.go();
  };
  const move = (e: React.KeyboardEvent) => {
    if (e.key === 'Enter') return take(found[chosen]);
    const step = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    e.preventDefault();
    setAt(Math.min(Math.max(chosen + step, 0), Math.max(found.length - 1, 0)));
  };
  return (
    <>
      <TextInput data-autofocus aria-label="Page, test or creator" placeholder="Page, test or creator" value={text} onKeyDown={move} role="combobox"
        aria-expanded="true" aria-controls="found" aria-activedescendant={found.length > 0 ? `found-${chosen}` : undefined}
        onChange={(e) => { setText(e.currentTarget.value); setAt(0); }} />
      <ul id="found" className={classes.list} role="listbox" aria-label="Found">
        {found.map((f, i) => (
          <li key={`${f.kind} ${f.label}`} id={`found-${i}`} role="option" aria-selected={i === chosen} className={classes.row} onClick={() => take(f)}>
            <span>{f.label}</span><span className={classes.kind}>{f.kind}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={classes.none}>Nothing here is called that.</p>}
    </>
  );
}

function usePlaces(frame: Schema['Frame'], brand: Brand): Found[] {
  const tests = useTests(brand).data?.tests ?? [];
  const groups = useCreators(brand).data?.groups ?? [];
  return [
    ...[...routes, settingsRoute].map((r) => ({ label: r.name, kind: 'Page', go: () => goTo(brand, r.page) })),
    ...frame.brands.filter((b) => b.id !== brand).map((b) => ({ label: b.name, kind: 'Brand', go: () => goTo(b.id, 'home') })),
    ...tests.map((t) => ({ label: t.name, kind: 'Test', go: () => goTo(brand, `test/${t.id}`) })),
    ...groups.flatMap((g) => g.rows.map((r) => ({ label: r.creator, kind: 'Creator', go: () => goTo(brand, 'creators') }))),
  ];
}
