// Avatars: initials on a colour that stays with the person.

import { el } from './dom.js';
import { icon } from './icons.js';
import { isBot, isSlackbot, nameOf, person } from './state.js';

const COLOURS = [
  '#8a3ffc',
  '#0f62fe',
  '#00706b',
  '#9f1853',
  '#a2410a',
  '#3d5a1e',
  '#515da8',
  '#7b3f61',
  '#1f6f8b',
  '#b02a37',
  '#5b4b8a',
  '#2e6b4f',
];

/** The square avatar of a person or of a bot. */
export function avatar(userId, size = 36) {
  const node = signOf(userId, size);
  node.style.setProperty('--size', `${size}px`);
  return node;
}

function signOf(userId, size) {
  if (isSlackbot(userId)) return botAvatar(size, 'hash');
  return isBot(userId) ? botAvatar(size, 'swap') : personAvatar(userId);
}

/** Two initials of a name. */
export function initials(name) {
  const words = name
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .split(/\s+/)
    .filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.charAt(0) ?? '');
  return letters.join('').toUpperCase() || '?';
}

function botAvatar(size, sign) {
  return el(
    'span',
    { class: 'avatar avatar-bot', 'aria-hidden': 'true' },
    icon(sign, Math.round(size * 0.62)),
  );
}

function personAvatar(userId) {
  const away = person(userId)?.is_deactivated ? ' avatar-off' : '';
  const node = el('span', { class: `avatar${away}`, 'aria-hidden': 'true' }, initials(nameOf(userId)));
  node.style.setProperty('--colour', COLOURS[hash(userId) % COLOURS.length]);
  return node;
}

function hash(text) {
  let sum = 2166136261;
  for (const character of text) sum = Math.imul(sum ^ character.codePointAt(0), 16777619) >>> 0;
  return (sum ^ (sum >>> 15)) >>> 0;
}
