// The composer's menu: commands after "/", people after "@".

import { avatar } from './avatar.js';
import { el, replace, uniqueId } from './dom.js';
import { icon } from './icons.js';
import { store } from './state.js';

const SHOWN = 12;

/** Attaches a suggestion menu to `input`, drawn inside `host`. */
export function createSuggestions(input, host) {
  const id = uniqueId('suggestions');
  const list = el('ul', {
    class: 'suggestions',
    id,
    role: 'listbox',
    'aria-label': 'Suggestions',
    hidden: true,
  });
  host.prepend(list);
  Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-controls': id,
    'aria-expanded': 'false',
  }).forEach(([name, value]) => input.setAttribute(name, value));
  const menu = { input, list, items: [], at: 0, names: new Map() };
  return {
    update: () => open(menu, found(input)),
    close: () => open(menu, []),
    keydown: (event) => keydown(menu, event),
    mentioning: (text, withName) => mentioning(menu, text, withName),
  };
}

function found(input) {
  const before = input.value.slice(0, input.selectionStart);
  if (/^\/\S*$/.test(input.value)) return commandsLike(input.value);
  const typed = /(?:^|\s)@([^@\n]{0,40})$/.exec(before);
  return typed ? peopleLike(typed[1]) : [];
}

function commandsLike(typed) {
  const commands = store.snapshot.commands.filter(({ command }) => command.startsWith(typed.toLowerCase()));
  return commands.map((command) => ({ command }));
}

function peopleLike(typed) {
  const query = typed.toLowerCase();
  const people = store.snapshot.people.filter(
    ({ name }) => name.toLowerCase().includes(query) && name.toLowerCase() !== query.trim(),
  );
  return people.slice(0, SHOWN).map((person) => ({ person, typed }));
}

function open(menu, items) {
  menu.items = items;
  menu.at = 0;
  menu.list.hidden = !items.length;
  menu.input.setAttribute('aria-expanded', String(items.length > 0));
  replace(
    menu.list,
    items.map((item, index) => row(menu, item, index)),
  );
  mark(menu);
}

function row(menu, item, index) {
  const props = {
    role: 'option',
    class: 'suggestion',
    id: `${menu.list.id}-${index}`,
    testid: `suggestion-${item.command ? item.command.command.slice(1) : item.person.id}`,
  };
  const node = el('li', props, item.command ? commandRow(item.command) : personRow(item.person));
  node.addEventListener('pointerdown', (event) => event.preventDefault());
  node.addEventListener('click', () => pick(menu, item));
  return node;
}

function commandRow(command) {
  const usage = el(
    'span',
    { class: 'suggestion-name' },
    el('strong', {}, command.command),
    command.usage_hint && el('span', { class: 'usage' }, command.usage_hint),
  );
  return [
    el('span', { class: 'suggestion-icon' }, icon('slash', 16)),
    el('span', { class: 'suggestion-text' }, usage, el('span', { class: 'muted' }, command.description)),
  ];
}

function personRow(person) {
  return [
    avatar(person.id, 26),
    el(
      'span',
      { class: 'suggestion-text' },
      el('strong', {}, person.name),
      el('span', { class: 'muted' }, person.title),
    ),
  ];
}

function mark(menu) {
  [...menu.list.children].forEach((node, index) =>
    node.setAttribute('aria-selected', String(index === menu.at)),
  );
  const current = menu.list.children[menu.at];
  current?.scrollIntoView({ block: 'nearest' });
  if (current) menu.input.setAttribute('aria-activedescendant', current.id);
  else menu.input.removeAttribute('aria-activedescendant');
}

function keydown(menu, event) {
  if (!menu.items.length || event.isComposing) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    menu.at = (menu.at + step + menu.items.length) % menu.items.length;
    mark(menu);
  } else if (event.key === 'Escape') open(menu, []);
  else if (event.key === 'Tab' || (event.key === 'Enter' && !complete(menu))) pick(menu, menu.items[menu.at]);
  else return false;
  event.preventDefault();
  return true;
}

/** A command typed in full is sent by Enter rather than completed once more. */
function complete({ input, items }) {
  return items.some(({ command }) => command?.command === input.value.trim());
}

function pick(menu, { command, person, typed }) {
  const { input } = menu;
  const end = input.selectionStart;
  if (command) input.value = `${command.command} `;
  else {
    menu.names.set(`@${person.name}`, person.id);
    input.setRangeText(`@${person.name} `, end - typed.length - 1, end, 'end');
  }
  open(menu, []);
  input.focus();
  input.dispatchEvent(new Event('input'));
}

/** Turns picked names into Slack's mentions. */
function mentioning({ names }, text, withName) {
  const longestFirst = [...names].sort(([a], [b]) => b.length - a.length);
  return longestFirst.reduce(
    (out, [typed, id]) => out.replaceAll(typed, withName ? `<@${id}|${typed.slice(1)}>` : `<@${id}>`),
    text,
  );
}
