// The two controls that every part of the form is made of.

import { el } from '../dom.js';

/** A control under its label. */
export function labelled(text, control, more = '') {
  return el('label', { class: `side-field ${more}` }, text, control);
}

/** A native list. */
export function select(testid, options) {
  return el('select', { class: 'control', testid }, options);
}
