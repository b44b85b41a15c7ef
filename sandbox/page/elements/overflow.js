// The "…" menu.

import { el } from '../dom.js';
import { icon } from '../icons.js';
import { link } from '../links.js';
import { textObject } from '../mrkdwn.js';
import { arrowKeys, openPopup } from '../popup.js';
import { pressed } from './button.js';

/** The button that opens the menu. */
export function overflow(element, blockId, surface) {
  const props = {
    type: 'button',
    class: 'button button-more',
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    'aria-label': 'More actions',
    testid: `action-${element.action_id}`,
  };
  const button = el('button', props, icon('more'));
  const choose = (option) => pressed(button, element, blockId, surface, { selected_option: option });
  button.addEventListener('click', () => toggle(button, element.options, choose));
  return button;
}

function toggle(button, options, choose) {
  if (button.popup) return button.popup.close();
  const panel = el(
    'div',
    { class: 'menu', role: 'menu' },
    options.map((option) => item(option, button, choose)),
  );
  const items = [...panel.children];
  panel.addEventListener('keydown', (event) => {
    arrowKeys(event, items);
    if (event.key !== 'Escape' && event.key !== 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    button.popup?.close();
    button.focus();
  });
  button.setAttribute('aria-expanded', 'true');
  button.popup = openPopup(button, panel, { align: 'end', onClose: () => closed(button) });
  items[0]?.focus();
  return undefined;
}

function closed(button) {
  button.popup = null;
  button.setAttribute('aria-expanded', 'false');
}

function item(option, button, choose) {
  const label = option.url ? link(option.url, textObject(option.text)) : textObject(option.text);
  const about = option.description && el('span', { class: 'option-about' }, textObject(option.description));
  const pick = () => {
    button.popup?.close();
    button.focus();
    choose(option);
  };
  return el(
    'button',
    {
      type: 'button',
      class: 'menu-item',
      role: 'menuitem',
      tabindex: -1,
      testid: `option-${option.value}`,
      onclick: pick,
    },
    label,
    about,
  );
}
