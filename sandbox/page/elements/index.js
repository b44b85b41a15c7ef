// Interactive elements: one renderer per element type.

import { el } from '../dom.js';
import { ownUrl } from '../links.js';
import { button, iconButton } from './button.js';
import { checkboxes, radioButtons } from './choices.js';
import { feedbackButtons } from './feedback.js';
import { overflow } from './overflow.js';
import { datePicker, dateTimePicker, timePicker } from './pickers.js';
import { searchSelect, staticSelect } from './select.js';
import { fileInput, textInput } from './text_input.js';

const STATELESS = {
  button,
  workflow_button: button,
  overflow,
  icon_button: iconButton,
  feedback_buttons: feedbackButtons,
  image: (element) => imageElement(element, 'accessory-picture'),
};

const STATEFUL = {
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  file_input: fileInput,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  static_select: staticSelect,
};

/** Draws an element; those in input blocks bring their label's ids and dispatch only when asked to. */
export function renderElement(
  element,
  blockId,
  surface,
  { dispatch = true, ids = null, required = false } = {},
) {
  if (STATELESS[element.type]) return STATELESS[element.type](element, blockId, surface);
  const renderer = STATEFUL[element.type] ?? (/_select$/.test(element.type) ? searchSelect : null);
  if (!renderer)
    return el('span', { class: 'unknown' }, `This sandbox cannot draw a “${element.type}” element.`);
  return renderer(element, surface.cell(element, blockId, dispatch), common(element, ids, required));
}

/** Attributes that tie a control to its label, or name it when it has none. */
function common(element, ids, required) {
  const named = ids
    ? { id: ids.control, 'aria-describedby': ids.about }
    : { 'aria-label': element.placeholder?.text ?? element.action_id };
  return {
    ...named,
    testid: `action-${element.action_id}`,
    'aria-required': required ? 'true' : null,
    'data-autofocus': element.focus_on_load,
    labelId: ids?.label,
  };
}

/** A picture that gives way to its description when it cannot be loaded. */
export function imageElement({ image_url: url, slack_file: file, alt_text: alt = '' }, className) {
  const picture = el('img', {
    class: className,
    src: ownUrl(url ?? file?.url ?? ''),
    alt,
    loading: 'lazy',
    referrerpolicy: 'no-referrer',
  });
  picture.addEventListener('error', () =>
    picture.replaceWith(
      el('span', { class: `${className} picture-missing`, role: 'img', 'aria-label': alt }, alt),
    ),
  );
  return picture;
}
