// A titled frame around other blocks that may fold away.

import { el } from '../dom.js';
import { imageElement } from '../elements/index.js';
import { icon } from '../icons.js';
import { textObject } from '../mrkdwn.js';

const folded = new Map();

/** Draws a container; whether the viewer folded it survives redraws. */
export function container(block, surface, children) {
  const body = el('div', { class: 'container-body' }, children(block.child_blocks));
  if (!block.is_collapsible)
    return el('section', {}, el('div', { class: 'container-head' }, titles(block)), body);
  const key = JSON.stringify([surface.container, block.block_id]);
  const open = !(folded.get(key) ?? block.default_collapsed ?? false);
  const details = el(
    'details',
    { open },
    el('summary', { class: 'container-head' }, titles(block), icon('down', 18)),
    body,
  );
  details.addEventListener('toggle', () => folded.set(key, !details.open));
  return details;
}

function titles(block) {
  const sign = block.icon && imageElement(block.icon, 'card-icon');
  const subtitle = block.subtitle && el('span', { class: 'container-subtitle' }, textObject(block.subtitle));
  return [
    sign,
    el(
      'span',
      { class: 'container-titles' },
      el('span', { class: 'container-title' }, textObject(block.title)),
      subtitle,
    ),
  ];
}
