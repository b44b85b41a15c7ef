// Slack's mrkdwn to DOM nodes: emphasis, code, quotes, mentions, dates, links and emoji.

import { el, fragment } from './dom.js';
import { emoji } from './emoji.js';
import { link, safeUrl } from './links.js';
import { channelName, isBot, nameOf, now, viewer, viewerZone } from './state.js';
import { slackDate } from './time.js';

const FENCE = /```\n?([\s\S]*?)\n?```/g;
const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const BODY = (mark) => `((?:<[^<>\\n]*>|[^${mark}<\\n])+?)`;

const RULES = [
  { pattern: /`([^`\n]+)`/y, render: ([, code]) => el('code', {}, decode(code)) },
  { pattern: /<([^<>\n]+)>/y, render: ([, body]) => special(body) },
  { pattern: emphasis('*'), bounded: true, render: ([, body]) => el('strong', {}, inline(body)) },
  { pattern: emphasis('_'), bounded: true, render: ([, body]) => el('em', {}, inline(body)) },
  { pattern: emphasis('~'), bounded: true, render: ([, body]) => el('s', {}, inline(body)) },
  { pattern: /:([a-z0-9_+-]+):(?::skin-tone-\d:)?/y, render: ([, name]) => emojiNode(name) },
  {
    pattern: /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)*_~]/y,
    bounded: true,
    render: ([url]) => link(decode(url), decode(url)),
  },
  { pattern: /\n/y, render: () => el('br') },
];

function emphasis(mark) {
  return new RegExp(`\\${mark}(?=\\S)${BODY(`\\${mark}`)}(?<=\\S)\\${mark}(?![\\w${`\\${mark}`}])`, 'y');
}

/** Renders mrkdwn with its pre blocks and quotes. */
export function mrkdwn(text) {
  const pieces = String(text ?? '').split(FENCE);
  return fragment(pieces.map((piece, index) => (index % 2 ? pre(piece) : quotes(piece))));
}

/** Renders a text object: mrkdwn, or plain text in which only emoji mean anything. */
export function textObject(object) {
  if (!object) return fragment();
  if (typeof object === 'string') return plain(object);
  return object.type === 'mrkdwn' ? mrkdwn(object.text) : plain(object.text, object.emoji !== false);
}

/** Renders plain text with emoji and line breaks. */
export function plain(text, withEmoji = true) {
  const pieces = decode(String(text ?? '')).split(/(:[a-z0-9_+-]+:|\n)/);
  return fragment(pieces.map((piece) => plainPiece(piece, withEmoji)));
}

/** The bare characters of a text object, for labels and native options. */
export function plainLabel(object) {
  const text = typeof object === 'string' ? object : (object?.text ?? '');
  return decode(text).replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name) ?? whole);
}

/** A person's name as Slack shows a mention. */
export function mention(userId) {
  const mine = userId === viewer()?.id;
  const kind = isBot(userId) ? ' mention-app' : '';
  return el('span', { class: `mention${mine ? ' mention-me' : ''}${kind}` }, `@${nameOf(userId)}`);
}

/** An emoji by its name; an unknown name stays as typed. */
export function emojiNode(name) {
  const character = emoji(name);
  const label = name.replaceAll('_', ' ');
  return character
    ? el('span', { class: 'emoji', role: 'img', 'aria-label': label }, character)
    : `:${name}:`;
}

/** A date in the viewer's zone, with the full date as a tooltip. */
export function dateNode(unix, template, address) {
  const label = slackDate(Number(unix), template, now(), viewerZone());
  const full = slackDate(Number(unix), '{date_long} at {time}', now(), viewerZone());
  const datetime = new Date(Number(unix) * 1000).toISOString();
  const node = el('time', { datetime, title: `${full} (${viewerZone()})` }, label);
  return address ? link(address, node) : node;
}

function plainPiece(piece, withEmoji) {
  if (piece === '\n') return el('br');
  const name = withEmoji && /^:([a-z0-9_+-]+):$/.exec(piece)?.[1];
  return name ? emojiNode(name) : piece;
}

function decode(text) {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

function pre(text) {
  return el('pre', {}, decode(text));
}

function quotes(text) {
  const groups = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:>|&gt;) ?(.*)$/.exec(line);
    addLine(groups, Boolean(quoted), quoted ? quoted[1] : line);
  }
  return groups.map(({ quoted, lines }) =>
    quoted ? el('blockquote', {}, inline(lines.join('\n'))) : inline(lines.join('\n')),
  );
}

function addLine(groups, quoted, line) {
  const last = groups.at(-1);
  if (last?.quoted === quoted) last.lines.push(line);
  else groups.push({ quoted, lines: [line] });
}

function inline(text) {
  const nodes = [];
  let waiting = '';
  let at = 0;
  while (at < text.length) {
    const hit = firstRule(text, at);
    if (hit) {
      nodes.push(decode(waiting), hit.node);
      waiting = '';
    } else waiting += text[at];
    at += hit ? hit.length : 1;
  }
  return fragment(nodes, decode(waiting));
}

function firstRule(text, at) {
  for (const { pattern, bounded, render } of RULES) {
    if (bounded && at > 0 && /\w/.test(text[at - 1])) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { node: render(match), length: match[0].length };
  }
  return null;
}

function special(body) {
  const [target, label] = split(body);
  if (target.startsWith('@')) return mention(target.slice(1));
  if (target.startsWith('#'))
    return el('span', { class: 'mention' }, `#${label ?? channelName(target.slice(1))}`);
  if (target.startsWith('!date^')) return date(target, label);
  if (target.startsWith('!')) return el('span', { class: 'mention' }, broadcast(target, label));
  return outside(decode(target), label);
}

function outside(address, label) {
  if (!safeUrl(address)) return label ? inline(label) : `<${address}>`;
  return link(address, label ? inline(label) : address.replace(/^mailto:/, ''));
}

function split(body) {
  const bar = body.indexOf('|');
  return bar < 0 ? [body] : [body.slice(0, bar), body.slice(bar + 1)];
}

function date(target, fallback) {
  const [, unix, template, address] = target.split('^');
  const valid = /^\d+$/.test(unix) && template;
  return valid ? dateNode(unix, template, address) : (fallback ?? target);
}

function broadcast(target, label) {
  return label ? `@${label.replace(/^@/, '')}` : `@${target.slice(1).split('^')[0]}`;
}
