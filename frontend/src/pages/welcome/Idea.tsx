import classes from './Idea.module.css';

const steps = ['Drop your exports: about five minutes', 'See claims beside the till, and where you stand', 'Read a test, and how far to trust it'];

/** Idea is what the program shows, drawn without any figure: nothing is known of this brand yet. */
export function Idea() {
  return (
    <aside className={classes.side} aria-label="How it works">
      <div className={classes.card}>
        <h2 className={classes.title}>The difference is what creators added</h2>
        <svg viewBox="0 0 440 210" className={classes.drawing} role="img" aria-label="A drawing of the idea: a dashed line for sales that would have happened anyway, and a solid line for what came in, rising above it during a test.">
          <rect x="176" y="8" width="158" height="172" rx="6" className={classes.window} />
          <text x="188" y="28" className={classes.label}>A test</text>
          <path d="M16 180H424" className={classes.axis} />
          <path d="M176 136C216 128 256 132 296 126L334 122V66C300 60 268 74 240 78S200 108 176 130Z" className={classes.gain} />
          <path d="M16 140C40 126 62 146 88 136S136 144 176 136S256 132 296 126S380 128 424 118" className={classes.anyway} />
          <path d="M16 138C40 130 62 142 88 138S140 138 176 130S204 86 240 78S300 60 334 66S380 118 424 116" className={classes.came} />
          <text x="252" y="56" className={`${classes.label} ${classes.observed}`}>What came in</text>
          <text x="188" y="160" className={classes.label}>Would have happened anyway</text>
        </svg>
      </div>
      <ol className={classes.steps}>
        {steps.map((step, i) => <li key={step}><span aria-hidden="true">{i + 1}</span>{step}</li>)}
      </ol>
    </aside>
  );
}
