import classes from './Idea.module.css';

const steps = ['Drop your exports: about five minutes', 'See claims beside the till, and where you stand', 'Read a test, and how far to trust it'];

/** Idea is what the program shows, drawn without any figure: nothing is known of this brand yet. */
export function Idea() {
  return (
    <aside className={classes.side} aria-label="How it works">
      <div className={classes.card}>
        <h2 className={classes.title}>The difference is what creators added</h2>
        <svg viewBox="0 0 440 188" className={classes.drawing} role="img" aria-label="A drawing of the idea: a dashed line for sales that would have happened anyway, and a solid line for what came in, rising above it during a test.">
          <rect x="176" y="8" width="158" height="172" rx="6" className={classes.window} />
          <text x="188" y="28" className={classes.label}>A test</text>
          <path d="M16 180H424" className={classes.axis} />
          <path d="M176 134C212 128 204 86 240 78C276 70 300 60 334 66V122C290 130 216 124 176 134Z" className={classes.gain} />
          <path d="M16 140C40 126 62 146 88 136C114 126 136 144 176 134C216 124 290 130 334 122C370 116 400 122 424 114" className={classes.anyway} />
          <path d="M16 137C40 130 62 142 88 138C114 134 140 140 176 134C212 128 204 86 240 78C276 70 300 60 334 66C368 72 380 112 424 112" className={classes.came} />
          <text x="242" y="54" className={`${classes.label} ${classes.observed}`}>What came in</text>
          <text x="188" y="152" className={classes.label}>Would have<tspan x="188" dy="17">happened anyway</tspan></text>
        </svg>
      </div>
      <ol className={classes.steps}>
        {steps.map((step, i) => <li key={step}><span aria-hidden="true">{i + 1}</span>{step}</li>)}
      </ol>
    </aside>
  );
}
