// Images, video links and alerts.

import { el } from '../dom.js';
import { imageElement } from '../elements/index.js';
import { icon } from '../icons.js';
import { link } from '../links.js';
import { textObject } from '../mrkdwn.js';

/** A picture with its title. */
export function image(block) {
  const title = block.title && el('figcaption', {}, textObject(block.title));
  return el('figure', {}, title, imageElement(block, 'image'));
}

/** A video: a link with its thumbnail, nothing is embedded. */
export function video(block) {
  const still =
    block.thumbnail_url &&
    imageElement({ image_url: block.thumbnail_url, alt_text: block.alt_text }, 'video-still');
  const title = link(
    block.title_url ?? block.video_url,
    el('span', { class: 'video-play' }, icon('play', 16)),
    textObject(block.title),
  );
  const about = [block.provider_name, block.author_name].filter(Boolean).join(' · ');
  return el(
    'div',
    {},
    still,
    el('p', { class: 'video-title' }, title),
    about && el('p', { class: 'muted' }, about),
    block.description && el('p', {}, textObject(block.description)),
  );
}

/** A coloured notice inside a modal. */
export function alert(block) {
  const level = ['info', 'warning', 'error', 'success'].includes(block.level) ? block.level : 'default';
  const sign = { warning: 'warning', error: 'warning', success: 'check' }[level] ?? 'info';
  return el(
    'div',
    { class: `alert-${level}`, role: level === 'error' ? 'alert' : 'note' },
    icon(sign),
    el('div', {}, textObject(block.text)),
  );
}
