import { CopySteps } from './CopySteps';
import { PeekTable } from './PeekTable';
import { Problems } from './Problems';
import classes from './TrayCard.module.css';
import type { File } from './useInboxWork';

/** RefusedPart is why a file cannot be taken, what to do, and where its export is found. */
export function RefusedPart({ file }: { file: File }) {
  return (
    <div className={classes.two}>
      <div>
        <h3 className={classes.title}>{file.title}</h3>
        {file.why && <p className={classes.text}>{file.why}</p>}
        {file.do && <p className={classes.text}><b>What to do:</b> {file.do}</p>}
        {file.why && file.problems.length > 0 && <div className={classes.answer}><Problems problems={file.problems} /></div>}
      </div>
      <div className={classes.answer}>
        {file.where_to_find && (
          <div className={classes.find}>
            <h3>Where to find it</h3>
            <p>{file.where_to_find}</p>
            <CopySteps steps={file.where_to_find} />
          </div>
        )}
        {file.peek && file.peek.rows.length > 0 && <PeekTable name={file.name} peek={file.peek} />}
      </div>
    </div>
  );
}
