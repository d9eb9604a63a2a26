// J and K: from row to row of a page. Rows are marked data-row by the parts that draw them; a row is focused
// itself if it can be, else its first link or button.
const acts = 'a[href], button:not([disabled]), [tabindex]';

/** moveRow focuses the next (1) or the previous (-1) row. */
export const moveRow = (step: 1 | -1): void => {
  const rows = [...document.querySelectorAll<HTMLElement>('#main [data-row]')];
  const here = rows.findIndex((r) => r.contains(document.activeElement));
  const row = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
  (row?.matches(acts) ? row : row?.querySelector<HTMLElement>(acts))?.focus();
};
