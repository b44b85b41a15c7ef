// The faults at work, each with what is left of it.

import { el, reconcile, replace } from '../dom.js';
import { stop } from './live.js';
import { describe } from './words.js';

/** Builds the list into `section`; answers what keeps it current. */
export function mountActive(section) {
  const heading = el('h3', { tabindex: -1 });
  const all = el(
    'button',
    { type: 'button', class: 'link-button', testid: 'fault-stop-all', onclick: () => stopAll(heading) },
    'Stop all',
  );
  const note = el('p', { class: 'muted' });
  const list = el('ul', { class: 'fault-list', testid: 'fault-list' });
  const told = el('div', { 'aria-live': 'polite' }, note, list);
  replace(section, el('div', { class: 'side-row' }, heading, all), told);
  return ({ active, kinds }) => {
    replace(heading, active.length ? `At work (${active.length})` : 'At work');
    all.hidden = active.length === 0;
    replace(note, active.length ? null : 'None: Slack is behaving.');
    const rows = active.map((fault) => ({ ...fault, of: kinds.find(({ kind }) => kind === fault.kind) }));
    const render = (fault) => row(fault, heading);
    reconcile(list, rows, { key: ({ id }) => String(id), signature: JSON.stringify, render });
  };
}

function row(fault, heading) {
  const title = fault.of?.title ?? fault.kind;
  const props = {
    type: 'button',
    class: 'button button-small',
    testid: 'fault-stop',
    'aria-label': `Stop: ${title}`,
  };
  return el(
    'li',
    { class: 'fault', testid: `fault-${fault.kind}` },
    el('div', { class: 'fault-text' }, el('strong', {}, title), el('span', {}, describe(fault, fault.of))),
    el('button', { ...props, onclick: (event) => stopOne(fault, event.currentTarget, heading) }, 'Stop'),
  );
}

/** The pressed button goes away with its fault; the focus goes to the next one, or to the heading. */
async function stopOne({ id }, button, heading) {
  const row = button.closest('li');
  const next = row.nextElementSibling ?? row.previousElementSibling;
  await stop(id);
  (next?.isConnected ? next.querySelector('button') : heading).focus();
}

async function stopAll(heading) {
  await stop();
  heading.focus();
}
