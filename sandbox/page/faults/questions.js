// What the form asks about one kind of fault: its details, where it strikes, how often, in which workspace.

import { el, replace, uniqueId } from '../dom.js';
import { hasTeams, store } from '../state.js';
import { labelled, select } from './controls.js';
import { detailFields } from './details.js';
import { LASTING, sideOf, targets } from './words.js';

/** The fields for one kind, and the answers given in them. */
export function questions(kind) {
  const details = detailFields(kind);
  const side = sideOf(kind);
  const where = place(side);
  const team = workspace();
  const often = side.lasts ? untilStopped() : lasting();
  return {
    nodes: [details.nodes, where.node, often.nodes, team.node],
    answers: () => ({
      on: where.answer(),
      details: details.answers(),
      ...often.answers(),
      ...team.answers(),
    }),
  };
}

function place(side) {
  if (!side.place) return { node: null, answer: () => '*' };
  const list = el('datalist', { id: uniqueId('targets') });
  const input = el('input', {
    class: 'control',
    testid: 'fault-on',
    list: list.id,
    placeholder: side.any,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  input.addEventListener('focus', () => {
    const names = targets(side, store.faults, store.snapshot);
    replace(
      list,
      names.map((value) => el('option', { value })),
    );
  });
  return { node: [labelled(side.place, input, 'fault-wide'), list], answer: () => input.value.trim() || '*' };
}

/** Every act is about the workspace one looks at; a fault may be about all. */
function workspace() {
  if (!hasTeams()) return { node: null, answers: () => ({}) };
  const own = el('option', { value: 'own' }, store.snapshot.team.name);
  const choice = select('fault-team', [own, el('option', { value: 'all' }, 'All workspaces')]);
  return {
    node: labelled('Workspace', choice),
    answers: () => (choice.value === 'all' ? { team: null } : {}),
  };
}

function untilStopped() {
  const note = el('p', { class: 'muted fault-wide' }, 'Lasts until it is stopped.');
  return { nodes: note, answers: () => ({ times: null }) };
}

function lasting() {
  const choice = select(
    'fault-often',
    LASTING.map(({ id, title }) => el('option', { value: id }, title)),
  );
  const percent = el('input', {
    type: 'number',
    class: 'control',
    testid: 'fault-chance',
    min: 1,
    max: 100,
    required: true,
    value: '20',
  });
  const asked = labelled('Chance in %', percent);
  const show = () => {
    asked.hidden = choice.value !== 'chance';
    percent.disabled = asked.hidden;
  };
  choice.addEventListener('change', show);
  show();
  const answers = () => ({
    times: LASTING.find(({ id }) => id === choice.value).times,
    chance: percent.disabled ? 1 : Number(percent.value) / 100,
  });
  return { nodes: [labelled('How often', choice), asked], answers };
}
