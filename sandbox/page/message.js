// One message: who, when, the text or the blocks, the files.

import { avatar } from './avatar.js';
import { renderBlocks } from './blocks/index.js';
import { el } from './dom.js';
import { renderFile } from './files.js';
import { icon } from './icons.js';
import { mrkdwn } from './mrkdwn.js';
import { isBot, nameOf, viewerZone } from './state.js';
import { messageSurface } from './surface.js';
import { dateLabel, timeLabel } from './time.js';

/** Draws a message; a compact one continues the message above it. */
export function renderMessage(message, channelId, compact) {
  const classes = [
    'message',
    compact && 'message-compact',
    message.ephemeral && 'message-ephemeral',
    message.reply && 'message-reply',
  ];
  const body = el(
    'div',
    { class: 'message-body' },
    message.ephemeral && onlyYou(),
    compact ? null : byline(message),
    content(message, channelId),
  );
  const gutter = el(
    'div',
    { class: 'message-gutter' },
    compact ? moment(message) : avatar(message.user, message.reply ? 26 : 36),
  );
  return el(
    'li',
    { class: classes.filter(Boolean).join(' '), testid: 'message', data: { ts: message.ts } },
    gutter,
    body,
  );
}

function onlyYou() {
  return el('p', { class: 'only-you' }, icon('eye', 14), 'Only visible to you');
}

function byline(message) {
  const badge = isBot(message.user) || message.is_bot ? el('span', { class: 'app-badge' }, 'APP') : null;
  return el('p', { class: 'byline' }, el('strong', {}, nameOf(message.user)), badge, moment(message));
}

function moment(message) {
  const at = new Date(message.at);
  const zone = viewerZone();
  return el(
    'time',
    { class: 'moment', datetime: message.at, title: `${dateLabel(at, zone)}, ${timeLabel(at, zone)}` },
    timeLabel(at, zone),
  );
}

function content(message, channelId) {
  const edited = message.edited ? el('span', { class: 'edited' }, '(edited)') : null;
  const main = message.blocks?.length
    ? el('div', { class: 'blocks' }, renderBlocks(message.blocks, messageSurface(message, channelId)), edited)
    : message.text && el('div', { class: 'message-text' }, mrkdwn(message.text), edited && ' ', edited);
  return [main, (message.files ?? []).map(renderFile)];
}
