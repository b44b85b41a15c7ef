// data_table: a captioned table with sortable columns and pages.

import { el, replace, uniqueId } from '../dom.js';
import { icon } from '../icons.js';
import { cellContent, isNumber, sortValue } from './cells.js';

const PAGE_SIZE = 5;
const NEXT_ORDER = { none: 'ascending', ascending: 'descending', descending: 'none' };

/** Draws a data_table block. */
export function dataTable(block) {
  const [header = [], ...rows] = block.rows;
  const host = el('div', { testid: 'data-table' });
  const table = {
    block,
    header,
    rows,
    host,
    captionId: uniqueId('caption'),
    page: 0,
    column: null,
    order: 'none',
  };
  draw(table);
  return host;
}

function draw(table) {
  const { block, host, captionId } = table;
  const caption = el(
    'div',
    { class: 'data-table-caption', id: captionId },
    block.caption?.text ?? block.caption ?? '',
  );
  const grid = el(
    'table',
    { class: 'grid', 'aria-labelledby': captionId },
    el('thead', {}, headRow(table)),
    el(
      'tbody',
      {},
      pageRows(table).map((row) => bodyRow(table, row)),
    ),
  );
  replace(
    host,
    caption,
    el('div', { class: 'grid-scroll', tabindex: 0, role: 'region', 'aria-labelledby': captionId }, grid),
    pager(table),
  );
}

function headRow(table) {
  return el(
    'tr',
    {},
    table.header.map((cell, column) => headCell(table, cell, column)),
  );
}

function headCell(table, cell, column) {
  const order = table.column === column ? table.order : 'none';
  const sign = order === 'none' ? icon('sort', 13) : icon('down', 13);
  const button = el(
    'button',
    {
      type: 'button',
      class: `sort sort-${order}`,
      testid: `sort-${column}`,
      onclick: () => sortBy(table, column, order),
    },
    cellContent(cell),
    sign,
  );
  return el(
    'th',
    { scope: 'col', 'aria-sort': order, class: numeric(table, column) ? 'number' : null },
    button,
  );
}

/** A column with a number stands at the right as a whole, its dashes too. */
function numeric({ rows }, column) {
  return rows.some((row) => isNumber(row[column]));
}

function sortBy(table, column, order) {
  Object.assign(table, { column, order: NEXT_ORDER[order], page: 0 });
  redraw(table, `sort-${column}`);
}

function redraw(table, hook) {
  draw(table);
  const button = table.host.querySelector(`[data-testid="${hook}"]`);
  (button?.disabled ? table.host.querySelector('.grid-scroll') : button)?.focus();
}

function sorted({ rows, column, order }) {
  if (order === 'none') return rows;
  const sign = order === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => sign * compare(sortValue(a[column]), sortValue(b[column])));
}

function compare(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

function pageSize({ block }) {
  return block.page_size ?? PAGE_SIZE;
}

function pageRows(table) {
  const from = table.page * pageSize(table);
  return sorted(table).slice(from, from + pageSize(table));
}

function bodyRow(table, row) {
  const rowHeader = table.block.row_header_column_index ?? -1;
  return el(
    'tr',
    {},
    row.map((cell, column) => {
      const kind = numeric(table, column) ? 'number' : null;
      return column === rowHeader
        ? el('th', { scope: 'row', class: kind }, cellContent(cell))
        : el('td', { class: kind }, cellContent(cell));
    }),
  );
}

function pager(table) {
  const pages = Math.ceil(table.rows.length / pageSize(table));
  if (pages < 2) return el('div', { class: 'pager' }, count(table));
  return el(
    'div',
    { class: 'pager' },
    count(table),
    turn(table, 'previous', table.page - 1, pages),
    turn(table, 'next', table.page + 1, pages),
  );
}

function count(table) {
  const from = table.page * pageSize(table) + 1;
  const to = Math.min(from + pageSize(table) - 1, table.rows.length);
  return el(
    'span',
    { class: 'muted', role: 'status' },
    table.rows.length ? `${from}–${to} of ${table.rows.length} rows` : 'No rows',
  );
}

function turn(table, direction, page, pages) {
  const hook = `data-table-${direction}`;
  const go = () => {
    table.page = page;
    redraw(table, hook);
  };
  const props = {
    type: 'button',
    class: 'icon-button',
    testid: hook,
    'aria-label': `${direction === 'next' ? 'Next' : 'Previous'} page`,
    disabled: page < 0 || page >= pages,
    onclick: go,
  };
  return el('button', props, icon(direction === 'next' ? 'right' : 'back', 16));
}
