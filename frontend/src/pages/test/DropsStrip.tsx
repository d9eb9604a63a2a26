import type { Schema } from '../../api/client';
import classes from './Drops.module.css';

const heads = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** DropsStrip is the test's weeks with its drops; each day says in words what it is. */
export function DropsStrip({ weeks }: { weeks: Schema['DropWeek'][] }) {
  return (
    <>
      <table className={classes.strip}>
        <caption className="cl-hidden">The days of the test, week by week</caption>
        <thead><tr><th scope="col"><span className="cl-hidden">Week of</span></th>{heads.map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead>
        <tbody>
          {weeks.map((w) => (
            <tr key={w.label}>
              <th scope="row">{w.label}</th>
              {w.days.map((d) => (
                <td key={d.words} title={d.words}>
                  <span className={`${classes.day} ${classes[d.kind]} ${d.today ? classes.today : ''}`} aria-hidden="true">{d.number}</span>
                  <span className="cl-hidden">{d.words}{d.today && ', today'}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.key} aria-hidden="true"><span><i className={classes.drop} />Drop</span><span><i className={classes.calm} />No promotion</span><span><i className={classes.test} />Other days of the test</span></p>
    </>
  );
}
