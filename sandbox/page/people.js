// The person switcher: look at the workspace through anybody's eyes.

import { avatar } from './avatar.js';
import { el, replace } from './dom.js';
import { icon } from './icons.js';
import { arrowKeys, openPopup } from './popup.js';
import { switchPerson } from './session.js';
import { store, viewer } from './state.js';

const SHOWN_AT_ONCE = 150;

/** The button that names the current person and opens the list of all. */
export function personSwitch() {
  const me = viewer();
  const text = el(
    'span',
    { class: 'me-text' },
    el('strong', {}, me.name),
    el('span', {}, me.title || me.department),
  );
  const props = {
    type: 'button',
    class: 'me-button',
    testid: 'person-switch',
    'aria-haspopup': 'dialog',
    'aria-expanded': 'false',
    'aria-label': `You are ${me.name}. Switch person`,
  };
  const button = el('button', props, avatar(me.id, 38), text, icon('down', 16));
  button.addEventListener('click', () => toggle(button));
  return button;
}

function toggle(button) {
  if (button.popup) return button.popup.close();
  const search = el('input', {
    type: 'search',
    class: 'people-search',
    placeholder: 'Search by name, title, department',
    'aria-label': 'Search people',
    testid: 'person-search',
    autocomplete: 'off',
  });
  const list = el('ul', { class: 'people-list' });
  const panel = el(
    'div',
    { class: 'people-panel', role: 'dialog', 'aria-label': 'Switch person' },
    el('div', { class: 'people-head' }, icon('search', 16), search),
    list,
  );
  search.addEventListener('input', () => drawPeople(list, search.value, button));
  panel.addEventListener('keydown', (event) => keys(event, panel, button));
  drawPeople(list, '', button);
  button.setAttribute('aria-expanded', 'true');
  button.popup = openPopup(button, panel, { onClose: () => closed(button) });
  search.focus();
  return undefined;
}

function closed(button) {
  button.popup = null;
  button.setAttribute('aria-expanded', 'false');
}

function keys(event, panel, button) {
  if (event.key === 'Escape') {
    event.stopPropagation();
    button.popup?.close();
    button.focus();
  }
  if (event.key === 'Enter' && event.target.type === 'search') panel.querySelector('.person')?.click();
  arrowKeys(event, [panel.querySelector('input'), ...panel.querySelectorAll('.person')]);
}

function drawPeople(list, query, button) {
  const found = store.snapshot.people.filter((item) => matches(item, query));
  const rest = found.length - SHOWN_AT_ONCE;
  replace(
    list,
    found.slice(0, SHOWN_AT_ONCE).map((item) => el('li', {}, personRow(item, button))),
    rest > 0 && el('li', { class: 'people-note' }, `${rest} more: type to find them`),
    !found.length && el('li', { class: 'people-note' }, 'Nobody by that name'),
  );
}

function matches(item, query) {
  const text = `${item.name} ${item.title} ${item.department} ${item.site}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function personRow(item, button) {
  const choose = () => {
    button.popup?.close();
    switchPerson(item.id);
  };
  const props = {
    type: 'button',
    class: `person${item.id === store.as ? ' person-me' : ''}`,
    testid: `person-${item.id}`,
    onclick: choose,
  };
  return el('button', props, avatar(item.id, 34), personText(item), personAside(item));
}

function personText(item) {
  const marks = [
    item.is_admin && 'Admin',
    item.is_external && 'External',
    item.is_guest && 'Guest',
    item.is_deactivated && 'Deactivated',
  ].filter(Boolean);
  const name = el(
    'span',
    { class: 'person-name' },
    item.name,
    marks.map((mark) => el('span', { class: 'mark' }, mark)),
  );
  return el(
    'span',
    { class: 'person-text' },
    name,
    el('span', { class: 'person-title' }, [item.title, item.department].filter(Boolean).join(' · ')),
  );
}

function personAside(item) {
  const unread = item.unread
    ? el('span', { class: 'badge', 'aria-label': `${item.unread} unread` }, String(item.unread))
    : null;
  return el('span', { class: 'person-aside' }, el('span', { class: 'person-time' }, item.local_time), unread);
}
