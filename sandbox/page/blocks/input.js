// An input block: label, element, hint, and the place where its error appears.

import { el, uniqueId } from '../dom.js';
import { renderElement } from '../elements/index.js';
import { plain, textObject } from '../mrkdwn.js';

const GROUPS = new Set(['checkboxes', 'radio_buttons']);

/** Draws an input block. */
export function inputBlock(block, surface) {
  const ids = { control: uniqueId('input'), label: uniqueId('label'), about: uniqueId('about') };
  const optional = block.optional ? el('span', { class: 'optional' }, ' (optional)') : null;
  const label = el(
    GROUPS.has(block.element.type) ? 'span' : 'label',
    { class: 'field-label', id: ids.label, for: GROUPS.has(block.element.type) ? null : ids.control },
    textObject(block.label),
    optional,
  );
  const options = { dispatch: block.dispatch_action === true, ids, required: !block.optional };
  const element = renderElement(block.element, block.block_id, surface, options);
  const about = el(
    'div',
    { id: ids.about },
    el('div', { class: 'field-error', role: 'alert' }),
    block.hint && el('div', { class: 'field-hint' }, plain(block.hint.text)),
  );
  return el('div', { class: 'field', testid: `field-${block.block_id}` }, label, element, about);
}
