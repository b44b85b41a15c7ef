// The simple table block, and the grid that other tables share.

import { el } from '../dom.js';
import { cellContent } from './cells.js';

/** Draws a table block. */
export function table(block) {
  const settings = block.column_settings ?? [];
  return gridTable(
    block.rows.map((row) => row.map(cellContent)),
    (column) => alignment(settings[column]),
  );
}

/** A table whose first row is the header; it scrolls sideways when it is too wide. */
export function gridTable([header = [], ...rows], classOf = () => null) {
  const head = el(
    'thead',
    {},
    el(
      'tr',
      {},
      header.map((cell, column) => el('th', { scope: 'col', class: classOf(column) }, cell)),
    ),
  );
  const body = el(
    'tbody',
    {},
    rows.map((row) =>
      el(
        'tr',
        {},
        row.map((cell, column) => el('td', { class: classOf(column) }, cell)),
      ),
    ),
  );
  return el(
    'div',
    { class: 'grid-scroll', tabindex: 0, role: 'region', 'aria-label': 'Table' },
    el('table', { class: 'grid' }, head, body),
  );
}

function alignment(setting) {
  return (
    [setting?.align && `align-${setting.align}`, setting?.is_wrapped === false && 'nowrap']
      .filter(Boolean)
      .join(' ') || null
  );
}
