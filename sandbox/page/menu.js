// Menus: a few choices by a button, reached with the arrow keys.

import { el } from './dom.js';
import { arrowKeys, openPopup } from './popup.js';

/** Says that `button` opens a menu, and opens or closes the one that `fill` makes the items of. */
export function menuButton(button, fill, { label, align } = {}) {
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => {
    if (button.popup) button.popup.close();
    else open(button, fill(), { label, align });
  });
  return button;
}

/** One choice; `onPick` runs when the menu is closed and its button has the focus again. */
export function menuItem(button, onPick, props, ...children) {
  const pick = () => {
    button.popup?.close();
    button.focus();
    onPick();
  };
  const own = { type: 'button', class: 'menu-item', role: 'menuitem', tabindex: -1 };
  return el('button', { ...own, ...props, onclick: pick }, ...children);
}

function open(button, items, { label, align }) {
  const panel = el('div', { class: 'menu', role: 'menu', 'aria-label': label }, items);
  panel.addEventListener('keydown', (event) => keys(event, items, button));
  button.setAttribute('aria-expanded', 'true');
  button.popup = openPopup(button, panel, { align, onClose: () => closed(button) });
  (items.find((item) => item.getAttribute('aria-checked') === 'true') ?? items[0])?.focus();
}

function closed(button) {
  button.popup = null;
  button.setAttribute('aria-expanded', 'false');
}

function keys(event, items, button) {
  arrowKeys(event, items);
  if (event.key !== 'Escape' && event.key !== 'Tab') return;
  event.preventDefault();
  event.stopPropagation();
  button.popup?.close();
  button.focus();
}
