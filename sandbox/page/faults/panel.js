// The panel from which Slack can be made to misbehave, and that shows what the app asked of it.

import { el, replace } from '../dom.js';
import { mountSide } from '../side.js';
import { store } from '../state.js';
import { mountActive } from './active.js';
import { mountCalls } from './calls.js';
import { mountForm } from './form.js';
import { loadFaults } from './live.js';
import { mountSeed } from './seed.js';

/** Draws the panel into `host` whenever it is open. */
export function mountFaults(host) {
  mountSide(host, { name: 'faults', title: 'Faults', draw });
}

function draw(body) {
  body.draw ??= build(body);
  if (store.faults === null) loadFaults();
  else body.draw.forEach((redraw) => redraw(store.faults));
}

/** Each part keeps itself, so that a call that arrives never disturbs what is being typed. */
function build(body) {
  const about = 'Slack has bad days too. Make it have one here, and see what the app makes of it.';
  const parts = [mountForm, mountActive, mountSeed, mountCalls].map((mount) => {
    const section = el('section', { class: 'side-section' });
    return { section, redraw: mount(section) };
  });
  replace(
    body,
    el('p', { class: 'muted' }, about),
    parts.map(({ section }) => section),
  );
  return parts.map(({ redraw }) => redraw);
}
