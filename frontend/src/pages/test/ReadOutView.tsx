import { Button } from '@mantine/core';
import { IconHourglass, IconInfoCircle, IconMinus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schema } from '../../api/client';
import { useKey } from '../../app/keys';
import { Card } from '../../ui/Card';
import { ChartView } from '../../ui/ChartView';
import { FigureView } from '../../ui/FigureView';
import { SidePanel } from '../../ui/SidePanel';
import { ExplainPanel } from './ExplainPanel';
import classes from './Test.module.css';

type ReadOut = Schema['ReadOutPage'];

/** ReadOutView is the answer: the verdict first, then how far to trust it, then the charts. */
export function ReadOutView({ readOut, inbox }: { readOut: ReadOut; inbox: string }) {
  const [explaining, setExplaining] = useState(false);
  const explain = () => setExplaining(true);
  useKey('e', explain, readOut.range !== undefined);
  const charts = [readOut.difference, readOut.cumulative].filter((c) => c !== undefined);
  return (
    <div className={classes.stack}>
      <div className={classes.grid}>
        <div className={classes.stack}>
          <VerdictCard readOut={readOut} inbox={inbox} explain={explain} />
          {!readOut.placebo && <NotesCard readOut={readOut} />}
        </div>
        <TrustCard readOut={readOut} />
      </div>
      {readOut.observed && <Card title={readOut.observed.title} aside={readOut.observed.unit}><ChartView chart={readOut.observed} /></Card>}
      {charts.length > 0 && <div className={classes.halves}>{charts.map((c) => <Card key={c.id} title={c.title} aside={c.unit}><ChartView chart={c} /></Card>)}</div>}
      {readOut.placebo && (
        <div className={classes.halves}>
          <Card title={readOut.placebo.title} aside={readOut.placebo.unit}>
            <p className={classes.audit}>{readOut.audit_line}</p>
            <ChartView chart={readOut.placebo} />
          </Card>
          <NotesCard readOut={readOut} />
        </div>
      )}
      <SidePanel title="Explain this number" opened={explaining} onClose={() => setExplaining(false)}><ExplainPanel explain={readOut.explain} /></SidePanel>
    </div>
  );
}

const signs = { cannot_tell: IconHourglass, not_estimable: IconMinus };

function VerdictCard({ readOut, inbox, explain }: { readOut: ReadOut; inbox: string; explain: () => void }) {
  const Sign = readOut.kind === 'cannot_tell' || readOut.kind === 'not_estimable' ? signs[readOut.kind] : undefined;
  return (
    <Card pad="verdict">
      <div className={classes.verdictRow}>{Sign && <Sign size={24} stroke={1.75} aria-hidden="true" />}<h2 className={classes.verdict}>{readOut.headline}</h2></div>
      <p className={classes.meaning}>{readOut.meaning}</p>
      {readOut.truth && <p className={classes.truth}>{readOut.truth}</p>}
      {readOut.range && <ChartView chart={readOut.range} bare />}
      {readOut.range && <p className={classes.note}>{readOut.range_line} <button type="button" className="cl-linklike" onClick={explain}>Explain this number</button></p>}
      {readOut.settle && <p className={classes.settle}>{readOut.settle}</p>}
      {readOut.kind === 'not_estimable' && <Button component="a" href={inbox} variant="default" mt={16} fw={500}>Add older orders</Button>}
      {readOut.figures.length > 0 && <div className={classes.figures}>{readOut.figures.map((f) => <FigureView key={f.label} figure={f} size="strip" onExplain={f.explained ? explain : undefined} />)}</div>}
    </Card>
  );
}

function TrustCard({ readOut }: { readOut: ReadOut }) {
  const { badge } = readOut;
  return (
    <Card title="How far you can trust this">
      <div className={classes.trust}>
        <span className={`${classes.letter} ${classes[badge.grade]}`} aria-label={`Grade ${badge.grade}`}>{badge.grade}</span>
        <div><b>{badge.word}</b><p className={classes.note}>{badge.why}</p></div>
      </div>
      <dl className={classes.facts}>{readOut.trust.map((f) => <div key={f.label}><dt>{f.label}</dt><dd>{f.value}</dd></div>)}</dl>
      <p className={`${classes.quiet} ${classes.hashes}`}>{readOut.hashes}</p>
    </Card>
  );
}

function NotesCard({ readOut }: { readOut: ReadOut }) {
  return (
    <Card title="What went into this">
      <div className={classes.panel}>
        {readOut.method && <p className={classes.note}>{readOut.method}</p>}
        {readOut.tried.length > 0 && (
          <div>
            <h3>How the method was chosen</h3>
            <p className={classes.tried}>How far each was off on quiet stretches of your own sales, on average, as a share of sales:</p>
            <dl className={classes.facts}>{readOut.tried.map((t) => <div key={t.method}><dt>{t.method}{t.taken && <b> · taken</b>}</dt><dd>{t.error}</dd></div>)}</dl>
          </div>
        )}
        <div><h3>Left out</h3>{readOut.left_out.length === 0 ? <p className={classes.note}>Nothing was left out.</p> : <ul className="plain">{readOut.left_out.map((l) => <li key={l}>{l}</li>)}</ul>}</div>
        {readOut.warnings.map((w) => <p key={w} className={classes.warning}><IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />{w}</p>)}
      </div>
    </Card>
  );
}
