// The panels at the side: one is open at a time, and the focus goes back to what opened it.

import { el } from './dom.js';
import { icon } from './icons.js';
import { store, subscribe, update } from './state.js';

/** Shows `host` while the panel `name` is open; `draw` fills its body after every change. */
export function mountSide(host, { name, title, draw }) {
  const body = el('div', { class: 'side-body' });
  host.append(head(name, title), body);
  host.addEventListener('keydown', (event) => event.key === 'Escape' && close(name));
  subscribe(() => {
    const open = store.side === name;
    const opening = host.hidden && open;
    host.hidden = !open;
    if (open && store.snapshot) draw(body);
    if (opening) host.querySelector('button').focus();
  });
}

/** Opens the panel `name`, or closes it when it is open. */
export function toggleSide(name) {
  update({ side: store.side === name ? null : name, drawerOpen: false });
}

function head(name, title) {
  const props = {
    type: 'button',
    class: 'icon-button',
    'aria-label': `Close: ${title}`,
    testid: `${name}-close`,
    onclick: () => close(name),
  };
  return el('header', { class: 'side-head' }, el('h2', {}, title), el('button', props, icon('close')));
}

/** On a phone the directory's button is inside the closed drawer; the drawer's button stands for it. */
function close(name) {
  update({ side: null });
  const hooks = [`${name}-open`, 'menu'].map((hook) => document.querySelector(`[data-testid="${hook}"]`));
  hooks.find((button) => button.checkVisibility({ visibilityProperty: true }))?.focus();
}
