// The "…" menu.

import { el } from '../dom.js';
import { icon } from '../icons.js';
import { link } from '../links.js';
import { menuButton, menuItem } from '../menu.js';
import { textObject } from '../mrkdwn.js';
import { pressed } from './button.js';

/** The button that opens the menu. */
export function overflow(element, blockId, surface) {
  const props = {
    type: 'button',
    class: 'button button-more',
    'aria-label': 'More actions',
    testid: `action-${element.action_id}`,
  };
  const button = el('button', props, icon('more'));
  const choose = (option) => pressed(button, element, blockId, surface, { selected_option: option });
  const items = () => element.options.map((option) => item(option, button, choose));
  return menuButton(button, items, { align: 'end' });
}

function item(option, button, choose) {
  const label = option.url ? link(option.url, textObject(option.text)) : textObject(option.text);
  const about = option.description && el('span', { class: 'option-about' }, textObject(option.description));
  return menuItem(button, () => choose(option), { testid: `option-${option.value}` }, label, about);
}
