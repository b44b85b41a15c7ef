// Cards, alone or side by side in a carousel.

import { el } from '../dom.js';
import { imageElement, renderElement } from '../elements/index.js';
import { icon } from '../icons.js';
import { textObject } from '../mrkdwn.js';

/** A card: picture, icon, title, subtitle, body, buttons. */
export function card(block, surface) {
  const hero = block.hero_image && imageElement(block.hero_image, 'card-hero');
  const sign = block.icon && imageElement(block.icon, 'card-icon');
  const titles = el('div', {}, line('card-title', block.title), line('card-subtitle', block.subtitle));
  const head = el('div', { class: 'card-head' }, sign, titles);
  const buttons =
    block.actions?.length &&
    el(
      'div',
      { class: 'card-actions' },
      block.actions.map((element) => renderElement(element, block.block_id, surface)),
    );
  return el(
    'article',
    {},
    hero,
    head,
    line('card-body', block.body),
    line('card-subtext', block.subtext),
    buttons,
  );
}

/** Cards in a row that scrolls sideways, with two buttons for those without a touch screen. */
export function carousel(block, surface, children) {
  const cards = (block.elements ?? block.cards ?? []).map((item) => ({ ...item, type: 'card' }));
  const row = el(
    'div',
    { class: 'carousel-row', tabindex: 0, role: 'region', 'aria-label': 'Cards' },
    children(cards),
  );
  const scroll = (by) => row.scrollBy({ left: by * row.clientWidth * 0.8, behavior: 'smooth' });
  const arrows =
    cards.length > 1 &&
    el(
      'div',
      { class: 'carousel-arrows' },
      arrow('back', 'Previous cards', () => scroll(-1)),
      arrow('right', 'Next cards', () => scroll(1)),
    );
  return el('div', {}, row, arrows);
}

function line(name, text) {
  return text ? el('div', { class: name }, textObject(text)) : null;
}

function arrow(sign, label, onclick) {
  return el('button', { type: 'button', class: 'icon-button', 'aria-label': label, onclick }, icon(sign, 16));
}
