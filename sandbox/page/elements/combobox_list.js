// The list below a combobox: its options, the marked one, or a note in their place.

import { el } from '../dom.js';
import { icon } from '../icons.js';
import { openPopup } from '../popup.js';

const SHOWN_AT_ONCE = 100;

/** Shows a sentence where the options would be. */
export function showNote(box, sentence) {
  panel(box, el('li', { class: 'options-note', role: 'presentation' }, sentence));
  box.items = [];
}

/** Shows `items` and marks the chosen one, or the first. */
export function showItems(box, items) {
  const shown = items.slice(0, SHOWN_AT_ONCE);
  const rows = shown.map((item, index) => [groupHead(shown, index), option(box, item, index)]);
  const chosen = shown.findIndex(({ id }) => isChosen(box, id));
  panel(box, rows);
  box.items = shown;
  mark(box, Math.max(0, chosen));
}

/** Marks one option as the one that Enter takes. */
export function mark(box, at) {
  box.at = at;
  const list = document.getElementById(box.listId);
  const nodes = [...(list?.querySelectorAll('.option') ?? [])];
  nodes.forEach((node, index) => node.classList.toggle('option-current', index === at));
  nodes[at]?.scrollIntoView({ block: 'nearest' });
  if (nodes[at]) box.input.setAttribute('aria-activedescendant', nodes[at].id);
}

/** Whether the item with this id is among the chosen ones. */
export function isChosen(box, wanted) {
  return box.selected.some(({ id }) => id === wanted);
}

function panel(box, ...content) {
  const list = el(
    'ul',
    {
      class: 'options',
      id: box.listId,
      role: 'listbox',
      'aria-labelledby': box.labelId,
      'aria-multiselectable': box.multiple ? 'true' : null,
    },
    content,
  );
  box.popup?.close();
  box.popup = openPopup(box.host, list, { matchWidth: true, onClose: () => closed(box) });
  box.input.setAttribute('aria-expanded', 'true');
}

function closed(box) {
  box.popup = null;
  box.at = -1;
  box.input.setAttribute('aria-expanded', 'false');
  box.input.removeAttribute('aria-activedescendant');
}

function groupHead(items, index) {
  const { group } = items[index];
  return group && group !== items[index - 1]?.group
    ? el('li', { class: 'options-group', role: 'presentation' }, group)
    : null;
}

function option(box, item, index) {
  const chosen = isChosen(box, item.id);
  const text = el(
    'span',
    { class: 'option-text' },
    item.label,
    item.about && el('span', { class: 'option-about' }, item.about),
  );
  const node = el(
    'li',
    {
      class: 'option',
      role: 'option',
      id: `${box.listId}-${index}`,
      testid: `option-${item.id}`,
      'aria-selected': String(chosen),
    },
    item.sign?.(),
    text,
    chosen && icon('check', 16),
  );
  node.addEventListener('pointerdown', (event) => event.preventDefault());
  node.addEventListener('click', () => box.pick(item));
  return node;
}
