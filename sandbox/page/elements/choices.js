// Checkboxes and radio buttons.

import { el, uniqueId } from '../dom.js';
import { textObject } from '../mrkdwn.js';

/** A group of checkboxes. */
export function checkboxes(element, cell, props) {
  const values = new Set(cell.payload.selected_options.map(({ value }) => value));
  const fieldset = group(element, props, 'checkbox', (option) => values.has(option.value));
  fieldset.addEventListener('change', () => {
    const checked = [...fieldset.querySelectorAll('input')].map((input) => input.checked);
    cell.commit({ selected_options: element.options.filter((_, index) => checked[index]) });
  });
  return fieldset;
}

/** A group of radio buttons. */
export function radioButtons(element, cell, props) {
  const chosen = cell.payload.selected_option?.value;
  const fieldset = group(element, props, 'radio', (option) => option.value === chosen);
  fieldset.addEventListener('change', () => {
    const at = [...fieldset.querySelectorAll('input')].findIndex((input) => input.checked);
    cell.commit({ selected_option: element.options[at] ?? null });
  });
  return fieldset;
}

function group(element, { id, labelId, testid, 'aria-describedby': about, 'aria-label': label }, type, isOn) {
  const name = uniqueId('choice');
  const role = type === 'radio' ? 'radiogroup' : 'group';
  const props = {
    id,
    testid,
    role,
    class: 'choices',
    'aria-labelledby': labelId,
    'aria-describedby': about,
    'aria-label': label,
  };
  return el(
    'fieldset',
    props,
    element.options.map((option) => choice(option, { type, name, on: isOn(option) })),
  );
}

function choice(option, { type, name, on }) {
  const input = el('input', { type, name, testid: `option-${option.value}` });
  input.checked = on;
  const about = option.description && el('span', { class: 'option-about' }, textObject(option.description));
  return el('label', { class: 'choice' }, input, el('span', {}, textObject(option.text), about));
}
