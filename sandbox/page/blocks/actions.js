// Rows of interactive elements: actions, and the quiet context_actions.

import { el } from '../dom.js';
import { renderElement } from '../elements/index.js';

/** Buttons, selects and pickers in a row. */
export function actions(block, surface) {
  return el(
    'div',
    {},
    block.elements.map((element) => renderElement(element, block.block_id, surface)),
  );
}

/** Feedback and icon buttons below a message. */
export function contextActions(block, surface) {
  return el(
    'div',
    {},
    block.elements.map((element) => renderElement(element, block.block_id, surface)),
  );
}
