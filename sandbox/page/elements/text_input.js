// Text inputs: single line, multiline, email, address, number; and the file input that stays closed here.

import { el } from '../dom.js';
import { plainLabel } from '../mrkdwn.js';

const TYPES = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  plain_text_input: 'text',
};
const TYPING_PAUSE_MS = 300;

/** A text field that reports each change and dispatches as its configuration says. */
export function textInput(element, cell, { labelId, ...props }) {
  const input = element.multiline
    ? el('textarea', { ...props, ...limits(element), rows: 4 })
    : el('input', { ...props, ...limits(element), type: TYPES[element.type] });
  input.value = cell.payload.value ?? '';
  input.addEventListener('input', () => cell.set({ value: input.value || null }));
  if (cell.dispatch) dispatching(input, element, cell);
  return element.max_length
    ? el('span', { class: 'with-note' }, input, counter(input, element.max_length))
    : input;
}

/** Says plainly that files cannot be handed over here. */
export function fileInput(element, cell, { labelId, ...props }) {
  const input = el('input', { ...props, type: 'file', disabled: true, class: 'control' });
  return el(
    'span',
    { class: 'with-note' },
    input,
    el('span', { class: 'field-hint' }, 'Files cannot be uploaded in the sandbox.'),
  );
}

function limits(element) {
  const numeric = element.type === 'number_input' && {
    inputmode: element.is_decimal_allowed ? 'decimal' : 'numeric',
  };
  return {
    class: 'control',
    placeholder: element.placeholder && plainLabel(element.placeholder),
    maxlength: element.max_length ?? (element.type === 'plain_text_input' ? 3000 : null),
    autocomplete: 'off',
    ...numeric,
  };
}

function dispatching(input, element, cell) {
  const when = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const send = () => cell.commit({ value: input.value || null });
  if (when.includes('on_enter_pressed')) onEnter(input, send);
  if (when.includes('on_character_entered'))
    input.addEventListener('input', () => {
      clearTimeout(input.timer);
      input.timer = setTimeout(send, TYPING_PAUSE_MS);
    });
}

function onEnter(input, send) {
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
}

function counter(input, limit) {
  const node = el('span', { class: 'counter', 'aria-hidden': 'true' });
  const show = () => {
    node.textContent = String(limit - input.value.length);
  };
  input.addEventListener('input', show);
  show();
  return node;
}
