// Buttons: plain, primary, danger, with an address, or a lone icon.

import { confirmed } from '../confirm.js';
import { el } from '../dom.js';
import { icon } from '../icons.js';
import { safeUrl } from '../links.js';
import { plainLabel, textObject } from '../mrkdwn.js';

/** A button; one with an address is a link that also tells the bot. */
export function button(element, blockId, surface) {
  const style = { primary: ' button-primary', danger: ' button-danger' }[element.style] ?? '';
  const props = {
    class: `button${style}`,
    testid: `action-${element.action_id}`,
    'aria-label': element.accessibility_label,
  };
  const press = (event) => pressed(event.currentTarget, element, blockId, surface);
  if (element.url)
    return el(
      'a',
      { ...props, href: safeUrl(element.url), target: '_blank', rel: 'noopener noreferrer', onclick: press },
      textObject(element.text),
    );
  return el('button', { ...props, type: 'button', onclick: press }, textObject(element.text));
}

/** A small button that shows only an icon. */
export function iconButton(element, blockId, surface) {
  const label = element.accessibility_label ?? plainLabel(element.text);
  const press = (event) => pressed(event.currentTarget, element, blockId, surface);
  return el(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      testid: `action-${element.action_id}`,
      'aria-label': label,
      title: label,
      onclick: press,
    },
    icon(element.icon),
  );
}

/** Asks if the element wants that, then sends the act while the control shows that it is busy. */
export async function pressed(control, element, blockId, surface, extra = {}) {
  if (control.getAttribute('aria-busy') === 'true' || !(await confirmed(element.confirm))) return;
  control.setAttribute('aria-busy', 'true');
  await surface.act(blockId, payload(element, extra));
  control.removeAttribute('aria-busy');
}

function payload({ type, action_id: actionId, text, value }, extra) {
  return {
    type,
    action_id: actionId,
    ...(text && { text }),
    ...(value !== undefined && { value }),
    ...extra,
  };
}
