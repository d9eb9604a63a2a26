import { Problems } from './Problems';
import classes from './TrayCard.module.css';
import type { File } from './useInboxWork';

/** FileFacts is what a file holds, the lines that were set aside, and the sum that every line is in. */
export function FileFacts({ file }: { file: File }) {
  const adds = file.adds_up && <span className={classes.adds}>Lines add up: {file.adds_up}</span>;
  return (
    <>
      {file.title && <div className={classes.body}><p className={classes.text}>{file.title}</p></div>}
      <div className={classes.held}>
        <dl className={classes.facts}>
          {file.facts.map((f) => <div key={f.label}><dt>{f.label}</dt><dd>{f.value}</dd></div>)}
        </dl>
        {file.problems.length === 0 && adds}
      </div>
      {file.problems.length > 0 && <div className={classes.sum}><Problems problems={file.problems} />{adds}</div>}
    </>
  );
}
