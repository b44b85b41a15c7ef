// A searching select: type to narrow the list, arrows and Enter to choose, tokens for several choices.

import { el, replace, uniqueId } from '../dom.js';
import { icon } from '../icons.js';
import { isChosen, mark, showItems, showNote } from './combobox_list.js';

const TYPING_PAUSE_MS = 200;

/** Builds the combobox; `search` answers items {id, label, about, group, sign, held}. */
export function createCombobox(config) {
  const listId = uniqueId('list');
  const input = searchInput(config.props, listId);
  const tokens = el('span', { class: 'tokens' });
  const kind = config.multiple ? ' combobox-multi' : '';
  const host = el('div', { class: `control combobox${kind}` }, tokens, input, icon('down', 16));
  const state = { items: [], at: -1, popup: null, asked: 0, timer: null, listed: Promise.resolve() };
  const box = { ...config, host, input, tokens, listId, ...state };
  box.pick = (item) => pick(box, item);
  showSelected(box);
  wire(box);
  return host;
}

function searchInput(props, listId) {
  const typing = { type: 'text', class: 'combobox-input', autocomplete: 'off', spellcheck: 'false' };
  const spoken = {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': listId,
  };
  return el('input', { ...props, ...typing, ...spoken });
}

function wire(box) {
  const { host, input } = box;
  host.addEventListener('pointerdown', (event) => {
    if (event.target.closest('button')) return;
    if (event.target !== input) event.preventDefault();
    input.focus();
    ask(box, '');
  });
  input.addEventListener('focus', () => input.select());
  input.addEventListener('input', () => {
    stopTimer(box);
    box.timer = setTimeout(() => ask(box, input.value), TYPING_PAUSE_MS);
  });
  input.addEventListener('keydown', (event) => keydown(box, event));
  input.addEventListener('blur', () => left(box));
}

/** Leaving puts the chosen label back, unless the text was emptied: that clears a single choice. */
function left(box) {
  stopTimer(box);
  box.popup?.close();
  if (!box.multiple && !box.input.value && box.selected.length) choose(box, []);
  showSelected(box);
}

function showSelected(box) {
  const { input, tokens, selected, multiple, placeholder } = box;
  input.placeholder = multiple && selected.length ? '' : placeholder;
  if (!multiple) input.value = selected[0]?.label ?? '';
  else input.value = '';
  replace(tokens, multiple ? selected.map((item) => token(box, item)) : (selected[0]?.sign?.() ?? null));
}

function token(box, item) {
  const remove = () => {
    choose(box, without(box, item.id));
    box.input.focus();
  };
  const button = el(
    'button',
    { type: 'button', 'aria-label': `Remove ${item.label}`, onclick: remove },
    icon('close', 13),
  );
  return el('span', { class: 'token', testid: `token-${item.id}` }, item.sign?.(), item.label, button);
}

function choose(box, selected) {
  box.selected = selected;
  showSelected(box);
  box.onChange(selected);
}

function stopTimer(box) {
  clearTimeout(box.timer);
  box.timer = null;
}

function ask(box, query) {
  stopTimer(box);
  box.listed = list(box, query);
}

async function list(box, query) {
  box.asked += 1;
  const mine = box.asked;
  if (query.length < box.minimum) return showNote(box, `Type ${box.minimum} or more letters`);
  if (box.minimum) showNote(box, 'Searching…');
  const items = await box.search(query);
  if (mine !== box.asked || document.activeElement !== box.input) return undefined;
  return items.length ? showItems(box, items) : showNote(box, 'Nothing found');
}

/** Takes the marked option of the list of what was typed, which may still be on its way. */
async function take(box) {
  if (box.timer) ask(box, box.input.value);
  const { asked } = box;
  await box.listed;
  const isLatest = asked === box.asked && !box.timer;
  if (isLatest && box.popup && box.items[box.at]) pick(box, box.items[box.at]);
}

function without(box, id) {
  return box.selected.filter((item) => item.id !== id);
}

function pick(box, item) {
  const full = box.multiple && box.max && box.selected.length >= box.max;
  box.popup?.close();
  if (!box.multiple) choose(box, [item]);
  else if (isChosen(box, item.id)) choose(box, without(box, item.id));
  else if (full) showNote(box, `At most ${box.max} can be chosen`);
  else choose(box, [...box.selected, item]);
}

const KEYS = {
  ArrowDown: { when: () => true, run: (box) => step(box, 1) },
  ArrowUp: { when: () => true, run: (box) => step(box, -1) },
  Enter: { when: ({ popup, timer }) => popup || timer, run: take },
  Escape: { when: ({ popup }) => popup, run: (box) => box.popup.close() },
  Backspace: { when: removesLast, run: (box) => choose(box, box.selected.slice(0, -1)) },
};

function keydown(box, event) {
  const key = KEYS[event.key];
  if (!key?.when(box)) return;
  event.preventDefault();
  event.stopPropagation();
  key.run(box);
}

function step(box, by) {
  if (!box.popup) ask(box, '');
  else if (box.items.length) mark(box, (box.at + by + box.items.length) % box.items.length);
}

function removesLast({ multiple, input, selected }) {
  return multiple && !input.value && selected.length;
}
