// The plain blocks: section, header, divider, context.

import { el } from '../dom.js';
import { imageElement, renderElement } from '../elements/index.js';
import { textObject } from '../mrkdwn.js';

/** A section: text, fields in two columns, an accessory on the right. */
export function section(block, surface) {
  const text = block.text && el('div', { class: 'section-text' }, textObject(block.text));
  const fields =
    block.fields &&
    el(
      'div',
      { class: 'section-fields' },
      block.fields.map((field) => el('div', {}, textObject(field))),
    );
  const accessory =
    block.accessory &&
    el(
      'div',
      { class: `accessory accessory-${block.accessory.type.replaceAll('_', '-')}` },
      renderElement(block.accessory, block.block_id, surface),
    );
  return el('div', {}, el('div', { class: 'section-main' }, text, fields), accessory);
}

/** A header of level 1 to 4; the page's own title is h1, so they start at h2. */
export function header(block) {
  const level = Math.min(Math.max(block.level ?? 1, 1), 4);
  return el(`h${level + 1}`, { class: `header-${level}` }, textObject(block.text));
}

/** A thin line. */
export function divider() {
  return el('hr');
}

/** Small grey text and images. */
export function context(block) {
  return el(
    'div',
    {},
    block.elements.map((element) =>
      el(
        'span',
        { class: 'context-item' },
        element.type === 'image' ? imageElement(element, 'context-image') : textObject(element),
      ),
    ),
  );
}
