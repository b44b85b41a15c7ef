// The form that adds a fault: what goes wrong, where, how often.

import { el, replace } from '../dom.js';
import { store } from '../state.js';
import { labelled, select } from './controls.js';
import { add } from './live.js';
import { questions } from './questions.js';
import { SIDES } from './words.js';

/** Builds the form into `section` once the kinds are known; answers what keeps it current. */
export function mountForm(section) {
  return ({ kinds }) => {
    const signature = JSON.stringify([kinds, store.snapshot.team.id]);
    if (section.signature === signature) return;
    section.signature = signature;
    replace(section, el('h3', {}, 'Make Slack misbehave'), form(kinds));
  };
}

function form(kinds) {
  const fields = el('div', { class: 'fault-fields' });
  const kind = select('fault-kind', SIDES.map((side) => group(side, kinds)).filter(Boolean));
  const button = el('button', { type: 'submit', class: 'button button-primary', testid: 'fault-add' }, 'Add');
  const node = el(
    'form',
    { class: 'fault-form' },
    labelled('What goes wrong', kind),
    fields,
    el('div', { class: 'fault-foot' }, button),
  );
  let ask = null;
  const choose = () => {
    ask = questions(kinds.find((item) => item.kind === kind.value));
    replace(fields, ask.nodes);
  };
  kind.addEventListener('change', choose);
  choose();
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    send(button, { kind: kind.value, ...ask.answers() });
  });
  return node;
}

async function send(button, fault) {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  await add(fault);
  button.removeAttribute('aria-busy');
}

function group(side, kinds) {
  const own = kinds.filter((kind) => kind.side === side.id);
  const options = own.map(({ kind, title }) => el('option', { value: kind }, title));
  return own.length > 0 && el('optgroup', { label: side.title }, options);
}
