// rich_text: sections, lists, quotes and preformatted text out of styled pieces.

import { el, fragment } from '../dom.js';
import { link } from '../links.js';
import { dateNode, emojiNode, mention } from '../mrkdwn.js';
import { channelName } from '../state.js';

const PIECES = {
  text: (piece) => lines(piece.text),
  link: (piece) => link(piece.url, piece.text ?? piece.url),
  user: (piece) => mention(piece.user_id),
  channel: (piece) => el('span', { class: 'mention' }, `#${channelName(piece.channel_id)}`),
  usergroup: (piece) => el('span', { class: 'mention' }, `@${piece.usergroup_id}`),
  broadcast: (piece) => el('span', { class: 'mention' }, `@${piece.range}`),
  emoji: (piece) => emojiNode(piece.name),
  date: (piece) => dateNode(piece.timestamp, piece.format, piece.url),
  color: (piece) => el('code', {}, piece.value),
};

const TAGS = [
  ['code', 'code'],
  ['bold', 'strong'],
  ['italic', 'em'],
  ['strike', 's'],
  ['underline', 'u'],
];

const PARTS = {
  rich_text_section: (part) => el('p', {}, pieces(part.elements)),
  rich_text_preformatted: (part) => el('pre', {}, pieces(part.elements)),
  rich_text_quote: (part) => el('blockquote', {}, pieces(part.elements)),
  rich_text_list: list,
};

/** Draws a rich_text block or cell. */
export function richText(block) {
  return el(
    'div',
    { class: 'rich-text' },
    block.elements.map((part) => PARTS[part.type]?.(part)),
  );
}

function list(part) {
  const ordered = part.style === 'ordered';
  const start = ordered && part.offset ? part.offset + 1 : null;
  const node = el(
    ordered ? 'ol' : 'ul',
    { class: `indent-${Math.min(part.indent ?? 0, 6)}`, start },
    part.elements.map((item) => el('li', {}, pieces(item.elements))),
  );
  return part.border ? el('div', { class: 'rich-border' }, node) : node;
}

function pieces(elements) {
  return fragment((elements ?? []).map((piece) => styled(PIECES[piece.type]?.(piece), piece.style)));
}

function styled(node, style = {}) {
  return TAGS.filter(([name]) => style[name]).reduce((inner, [, tag]) => el(tag, {}, inner), node);
}

function lines(text) {
  return fragment(text.split('\n').map((line, index) => [index > 0 && el('br'), line]));
}
