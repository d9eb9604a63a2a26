import type { Brand, Schema } from '../../api/client';
import { useDeciding, usePerson } from '../../api/names';
import { Loaded } from '../../ui/Loaded';
import { PrimaryButton } from '../../ui/PrimaryButton';
import { SidePanel } from '../../ui/SidePanel';
import classes from './People.module.css';

/** PersonPanel is one creator beside the page: all names, codes and ads, and what they claim together. */
export function PersonPanel({ brand, handle, onClose }: { brand: Brand; handle: string | undefined; onClose: () => void }) {
  return (
    <SidePanel title="All names of this creator" opened={handle !== undefined} onClose={onClose}>
      {handle !== undefined && <PersonBody brand={brand} handle={handle} />}
    </SidePanel>
  );
}

function PersonBody({ brand, handle }: { brand: Brand; handle: string }) {
  const { busy, takeBack } = useDeciding(brand);
  const back = (name: Schema['PersonName']) => takeBack([name.decision]);
  return (
    <Loaded query={usePerson(brand, handle)} shape="card">
      {(person) => (
        <div className={classes.panel}>
          <section aria-label={`Names of ${person.creator}`}>
            <Names names={person.names} verb="Remove" busy={busy} back={back} />
          </section>
          {person.apart.length > 0 && (
            <section aria-label="Kept apart">
              <h3 className={classes.title}>Kept apart</h3>
              <Names names={person.apart} verb="Ask again" busy={busy} back={back} />
            </section>
          )}
          {person.claims.length > 0 && (
            <section aria-label="Claims">
              <h3 className={classes.title}>Claimed for this creator</h3>
              <dl className={classes.claims}>{person.claims.map((f) => <div key={f.label}><dt>{f.label}</dt><dd>{f.value}</dd></div>)}</dl>
              <p className={classes.soft}>{person.note}</p>
            </section>
          )}
        </div>
      )}
    </Loaded>
  );
}

type NamesProps = { names: Schema['PersonName'][]; verb: string; busy: boolean; back: (name: Schema['PersonName']) => void };

function Names({ names, verb, busy, back }: NamesProps) {
  return (
    <ul className={classes.names}>
      {names.map((n) => (
        <li key={`${n.decision} ${n.label}`}>
          <span className={classes.words}>
            <b>{n.label}</b>
            <span className={classes.soft}>{n.where}</span>
            {n.why && <span className={classes.soft}>{n.why}</span>}
          </span>
          {n.decision > 0 && <PrimaryButton variant="default" small disabled={busy} onClick={() => back(n)}>{verb}<span className="cl-hidden"> {n.label}</span></PrimaryButton>}
        </li>
      ))}
    </ul>
  );
}
