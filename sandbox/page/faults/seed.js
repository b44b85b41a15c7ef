// Faults by seed: a drawn mix that can be drawn again.

import { el, replace } from '../dom.js';
import { drawBySeed } from './live.js';

const FIRST = 7;

/** Builds the little form into `section`; it has nothing to keep current. */
export function mountSeed(section) {
  const number = el('input', {
    type: 'number',
    class: 'control',
    testid: 'fault-seed',
    min: 0,
    step: 1,
    required: true,
    value: FIRST,
  });
  const draw = el('button', { type: 'submit', class: 'button', testid: 'fault-draw' }, 'Draw');
  const about = 'A mixed bad day in place of these; the same number gives the same one again.';
  const form = el(
    'form',
    { class: 'fault-form' },
    el('p', { class: 'muted' }, about),
    el('div', { class: 'fault-seed' }, el('label', { class: 'side-field' }, 'Seed', number), draw),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    drawBySeed(Number(number.value));
  });
  replace(section, el('h3', {}, 'Draw by seed'), form);
  return () => undefined;
}
