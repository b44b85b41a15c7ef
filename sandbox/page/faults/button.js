// The button in the top bar that opens the panel, with the number of faults at work.

import { el, replace } from '../dom.js';
import { icon } from '../icons.js';
import { toggleSide } from '../side.js';
import { store, subscribe } from '../state.js';

/** The button; it keeps itself current and stays the same one, so that it can be given the focus back. */
export function faultsButton() {
  const button = el('button', {
    type: 'button',
    class: 'faults-button',
    testid: 'faults-open',
    title: 'Make Slack misbehave, and see what the app asks of it',
    'aria-controls': 'faults',
    onclick: () => toggleSide('faults'),
  });
  const label = el('span', { class: 'faults-label' }, 'Faults');
  subscribe(() => {
    const count = store.faults?.active.length ?? 0;
    button.setAttribute('aria-expanded', String(store.side === 'faults'));
    if (button.count === count) return;
    button.count = count;
    button.setAttribute('aria-label', count ? `Faults, ${count} at work` : 'Faults');
    const badge = count > 0 && el('span', { class: 'faults-count' }, String(count));
    replace(button, icon('bolt', 16), label, badge);
  });
  return button;
}
