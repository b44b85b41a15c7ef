// Files in messages: a card with a download link, and a preview of tables, images and pages.

import { api } from './api.js';
import { el, replace } from './dom.js';
import { icon } from './icons.js';
import { ownUrl } from './links.js';

const ROWS_AT_FIRST = 8;
const TABLE = /\.(csv|xlsx)$|spreadsheetml|text\/csv/i;

/** Draws one file. */
export function renderFile(file) {
  const card = el('div', { class: 'file', testid: 'file-card' }, head(file));
  const preview = previewOf(file);
  if (preview) card.append(preview);
  return card;
}

function head(file) {
  const about = el(
    'span',
    { class: 'file-about' },
    el('strong', {}, file.title || file.name),
    el('span', { class: 'muted' }, `${file.name} · ${size(file.size)}`),
  );
  const get = el(
    'a',
    {
      class: 'button button-small',
      href: ownUrl(file.url),
      download: file.name,
      testid: 'file-download',
      'aria-label': `Download ${file.name}`,
    },
    icon('download', 16),
    el('span', {}, 'Download'),
  );
  return el(
    'div',
    { class: 'file-head' },
    el(
      'span',
      { class: `file-icon file-${family(file)}` },
      icon(family(file) === 'table' ? 'table' : 'file', 20),
    ),
    about,
    get,
  );
}

function family(file) {
  if (isTable(file)) return 'table';
  return file.mimetype === 'application/pdf' ? 'pdf' : 'other';
}

function isTable(file) {
  return TABLE.test(file.name) || TABLE.test(file.mimetype);
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(kilo < 10 ? 1 : 0)} kB` : `${(kilo / 1024).toFixed(1)} MB`;
}

function previewOf(file) {
  if (isTable(file)) return folding('Preview of the table', (host) => loadTable(file, host), 'file-preview');
  if (file.mimetype.startsWith('image/'))
    return el('img', {
      class: 'file-image',
      src: ownUrl(file.url),
      alt: file.title || file.name,
      loading: 'lazy',
    });
  if (file.mimetype === 'text/html')
    return folding('Open the page here', (host) => host.append(page(file)), 'file-open');
  return null;
}

/** The sandbox attribute without tokens: the page may show itself and do nothing else. */
function page(file) {
  return el('iframe', {
    class: 'file-page',
    src: ownUrl(file.url),
    title: file.title || file.name,
    sandbox: '',
    loading: 'lazy',
  });
}

function folding(label, fill, testid) {
  const host = el('div', { class: 'file-inside' });
  const details = el(
    'details',
    { class: 'file-preview' },
    el('summary', { testid }, icon('right', 14), label),
    host,
  );
  details.addEventListener('toggle', () => {
    if (details.open && !host.hasChildNodes()) fill(host);
  });
  return details;
}

async function loadTable(file, host) {
  replace(host, el('p', { class: 'loading' }, el('span', { class: 'spinner' }), 'Reading the file…'));
  try {
    const { sheets } = await api.table(file.id);
    showSheet(host, sheets, 0);
  } catch (error) {
    replace(host, el('p', { class: 'field-error', role: 'alert', testid: 'error' }, error.message));
  }
}

function showSheet(host, sheets, open) {
  const tabs =
    sheets.length > 1 &&
    el(
      'div',
      { class: 'sheet-tabs', role: 'group', 'aria-label': 'Sheets' },
      sheets.map((sheet, index) => {
        const props = {
          type: 'button',
          class: 'sheet-tab',
          'aria-pressed': String(index === open),
          onclick: () => showSheet(host, sheets, index),
        };
        return el('button', props, sheet.name);
      }),
    );
  replace(host, tabs, sheetTable(sheets[open]));
}

function sheetTable({ name, rows }) {
  const width = Math.max(0, ...rows.map(({ length }) => length));
  const [header = [], ...data] = rows.map((row) => [...row, ...Array(width - row.length).fill('')]);
  const body = el('tbody', {}, data.slice(0, ROWS_AT_FIRST).map(sheetRow));
  const table = el(
    'table',
    { class: 'grid' },
    el('caption', { class: 'visually-hidden' }, name),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        header.map((cell) => el('th', { scope: 'col' }, String(cell ?? ''))),
      ),
    ),
    body,
  );
  const rest = data.slice(ROWS_AT_FIRST);
  const more =
    rest.length > 0 &&
    el(
      'button',
      {
        type: 'button',
        class: 'link-button',
        onclick: () => {
          body.append(...rest.map(sheetRow));
          more.remove();
        },
      },
      `Show ${rest.length} more rows`,
    );
  return [el('div', { class: 'grid-scroll', tabindex: 0, role: 'region', 'aria-label': name }, table), more];
}

function sheetRow(row) {
  return el(
    'tr',
    {},
    row.map((cell) => el('td', { class: isNumber(cell) ? 'number' : null }, String(cell ?? ''))),
  );
}

function isNumber(cell) {
  return typeof cell === 'number' || /^-?\d+([.,]\d+)?\s?%?$/.test(String(cell ?? ''));
}
