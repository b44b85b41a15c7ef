// The fields for what a kind of fault wants to know: a status, a Retry-After, a number of seconds.

import { el } from '../dom.js';
import { labelled } from './controls.js';
import { detailLabel, shown } from './words.js';

/** The fields of one kind, and the answers given in them. */
export function detailFields(kind) {
  const fields = (kind?.details ?? []).map((detail) => ({ detail, ...field(detail) }));
  return {
    nodes: fields.map(({ detail, control }) => labelled(detailLabel(detail.name), control)),
    answers: () => Object.fromEntries(fields.map(({ detail, answer }) => [detail.name, answer()])),
  };
}

function field(detail) {
  const props = { class: 'control', testid: `fault-${detail.name}` };
  return detail.kind === 'choice' ? choice(detail, props) : input(detail, props);
}

/** Options are told apart by their number: a choice may be null, a number or a text. */
function choice({ choices, default: given }, props) {
  const options = choices.map((value, index) =>
    el('option', { value: String(index), selected: value === given }, shown(value)),
  );
  const control = el('select', props, options);
  return { control, answer: () => choices[Number(control.value)] };
}

function input({ kind, default: given }, props) {
  const isNumber = kind === 'number';
  const own = isNumber ? { type: 'number', min: 0, step: 'any' } : { type: 'text', autocomplete: 'off' };
  const control = el('input', { ...props, ...own, required: true, value: given ?? '' });
  return { control, answer: () => (isNumber ? Number(control.value) : control.value) };
}
