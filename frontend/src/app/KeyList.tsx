import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import { Keycap } from '../ui/Keycap';
import classes from './Finder.module.css';
import { KeyLayer } from './KeyLayer';
import { routes, settingsRoute } from './routes';

const others: [string, string][] = [
  ['j', 'Next row'], ['k', 'Row before'], ['Enter', 'What the page offers first'], ['e', 'Explain this number'], ['y', 'Yes, where the page asks who is the same'], ['n', 'No'], ['o', 'Nobody’s'], ['u', 'Take the last change back'], ['mod+z', 'The same'],
  ['mod+k', 'Find anything'], ['/', 'The same'], ['Escape', 'Close, cancel'], ['?', 'This list'],
];

/** KeyList shows what the keys do. */
export function KeyList({ opened, close }: { opened: boolean; close: () => void }) {
  const rows = [...[...routes, settingsRoute].map((r): [string, string] => [r.key, r.name]), ...others];
  return (
    <Modal opened={opened} onClose={close} title="Keys">
      <KeyLayer>
        <dl className={classes.keys}>
          {rows.map(([key, what]) => <Fragment key={key}><dt><Keycap k={key} /></dt><dd>{what}</dd></Fragment>)}
        </dl>
      </KeyLayer>
    </Modal>
  );
}
