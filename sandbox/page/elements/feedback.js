// Thumbs up and down below a message.

import { el } from '../dom.js';
import { icon } from '../icons.js';
import { plainLabel } from '../mrkdwn.js';
import { pressed } from './button.js';

/** The pair of feedback buttons. */
export function feedbackButtons(element, blockId, surface) {
  const group = el('span', {
    class: 'feedback',
    role: 'group',
    'aria-label': 'Feedback',
    testid: `action-${element.action_id}`,
  });
  group.append(thumb(element, 'positive', 'up', group), thumb(element, 'negative', 'thumbDown', group));
  group.send = (control, extra) => pressed(control, { ...element, text: undefined }, blockId, surface, extra);
  return group;
}

function thumb(element, side, sign, group) {
  const { text, value, accessibility_label: spoken } = element[`${side}_button`];
  const label = spoken ?? plainLabel(text);
  const press = (event) => {
    for (const other of group.children)
      other.setAttribute('aria-pressed', String(other === event.currentTarget));
    group.send(event.currentTarget, { value, text });
  };
  return el(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-pressed': 'false',
      testid: `action-${element.action_id}-${side}`,
      'aria-label': label,
      title: label,
      onclick: press,
    },
    icon(sign),
  );
}
