import { UnstyledButton } from '@mantine/core';
import { keyLabel, useKey } from '../app/keys';
import classes from './ChoiceList.module.css';

export type ListChoice = { answer: string; label: string; consequence?: string };

type RowProps = { choice: ListChoice; number: number; keyed: boolean; chosen: boolean; disabled: boolean; onChoose: (answer: string) => void };

function ChoiceRow({ choice, number, keyed, chosen, disabled, onChoose }: RowProps) {
  const key = number <= 9 ? String(number) : '';
  useKey(key, () => onChoose(choice.answer), keyed && key !== '' && !disabled);
  return (
    <li>
      <UnstyledButton className={classes.row} aria-pressed={chosen} disabled={disabled} onClick={() => onChoose(choice.answer)}>
        <span className={classes.dot} data-chosen={chosen || undefined} aria-hidden="true" />
        <span className={classes.text}>
          <span className={classes.label}>{choice.label}</span>
          {choice.consequence && <span className={classes.consequence}>{choice.consequence}</span>}
        </span>
        {keyed && key && <kbd className={classes.key} aria-hidden="true">{keyLabel(key)}</kbd>}
      </UnstyledButton>
    </li>
  );
}

type Props = {
  label: string;
  choices: ListChoice[];
  /** What was chosen; undefined while nothing was. */
  chosen?: string | undefined;
  /** Whether the number keys choose here; only one list of a page may have them. */
  keyed?: boolean;
  disabled?: boolean;
  onChoose: (answer: string) => void;
};

/** ChoiceList asks for one of a few answers, each with its consequence; none is chosen beforehand. */
export function ChoiceList({ label, choices, chosen, keyed = false, disabled = false, onChoose }: Props) {
  return (
    <ul className={classes.list} aria-label={label}>
      {choices.map((choice, i) => (
        <ChoiceRow key={choice.answer} choice={choice} number={i + 1} keyed={keyed} chosen={chosen === choice.answer} disabled={disabled} onChoose={onChoose} />
      ))}
    </ul>
  );
}
