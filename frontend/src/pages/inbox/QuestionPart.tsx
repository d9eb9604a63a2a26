import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { ChoiceList } from '../../ui/ChoiceList';
import { ColumnsQuestion } from './ColumnsQuestion';
import { FreeAnswer } from './FreeAnswer';
import { PeekTable } from './PeekTable';
import classes from './TrayCard.module.css';
import type { TrayProps } from './TrayCard';
import type { Answers, File, Page } from './useInboxWork';

type Question = File['questions'][number];

// What these ask for has more answers than a short list holds.
const anyAnswer = new Set<Question['name']>(['currency', 'zone']);

// What is nearly always the same in all files of a brand: one answer is meant for all unless it is said otherwise.
const oneForAll = new Set<Question['name'] | undefined>(['currency', 'zone']);

/** answerOf puts what was chosen under the name by which the program asks for it. */
const answerOf = (name: Question['name'], said: string): Answers => {
  switch (name) {
    case 'currency': return { currency: said };
    case 'zone': return { zone: said };
    case 'day_month_order': return { date: said };
    case 'decimal': return { decimal: said };
    default: return { period: said };
  }
};

/** alike are the other files that are asked the same, so that one answer may do for all of them. */
const alike = (page: Page, file: File, question: Question): File[] => {
  if (question.name === 'period') return [];
  const headerOf = (f: File) => (f.peek?.header ?? []).join('\t');
  return page.waiting.filter((f) =>
    f.id !== file.id && f.state === 'question' && f.questions[0]?.name === question.name && (question.name !== 'columns' || headerOf(f) === headerOf(file)));
};

/** markedColumn is the column that holds the value which the question's title names. */
const markedColumn = (file: File, question: Question): number | undefined => {
  if (question.name !== 'day_month_order' || !file.peek) return undefined;
  const column = file.peek.header.findIndex((_, i) => file.peek?.rows.some((row) => /\d/.test(row[i] ?? '') && question.title.includes((row[i] ?? '').split(/[\s,]/)[0] || '\n')));
  return column < 0 ? undefined : column;
};

/** QuestionPart asks the first open question of a file beside the file's first lines. */
export function QuestionPart({ file, page, busy, reply, drop }: TrayProps) {
  const [chosen, setChosen] = useState<string>();
  const [forAll, setForAll] = useState(oneForAll.has(file.questions[0]?.name));
  const [pointed, setPointed] = useState<number>();
  const question = file.questions[0];
  if (!question) return null;
  const others = alike(page, file, question);
  const send = (answers: Answers) => reply([file.id, ...(forAll ? others.map((f) => f.id) : [])], answers);
  const choose = (said: string) => {
    setChosen(said);
    send(answerOf(question.name, said));
  };
  return (
    <div className={classes.two}>
      <div>
        <h3 className={classes.title}>{question.title}</h3>
        <p className={classes.text}>{question.why}</p>
        <div className={classes.answer}>
          {others.length > 0 && (
            <Checkbox size="sm" checked={forAll} onChange={(e) => setForAll(e.currentTarget.checked)}
              label={others.length === 1 ? 'Answer the same for the other file that is asked this' : `Answer the same for the ${others.length} other files that are asked this`} />
          )}
          {question.name === 'columns' && file.peek
            ? <ColumnsQuestion key={file.id} formats={page.formats} proposals={question.proposals ?? []} peek={file.peek} busy={busy} point={setPointed} send={send} leaveOut={() => [file, ...(forAll ? others : [])].forEach(drop)} />
            : <>
                {question.choices.length > 0 && <ChoiceList label={question.title} choices={question.choices} chosen={chosen} keyed disabled={busy} onChoose={choose} />}
                {(question.choices.length === 0 || anyAnswer.has(question.name)) && <FreeAnswer key={question.name} question={question} busy={busy} send={choose} />}
              </>}
        </div>
      </div>
      {file.peek && <div className={classes.beside}><PeekTable name={file.name} peek={file.peek} marked={pointed ?? markedColumn(file, question)} /></div>}
    </div>
  );
}
