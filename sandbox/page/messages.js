// The list of messages: day dividers, grouping, replies under their parent, scrolling.

import { el, reconcile, replace } from './dom.js';
import { renderMessage } from './message.js';
import { conversation, isBotConversation, now, store, subscribe, viewerKey, viewerZone } from './state.js';
import { dayKey, dayLabel } from './time.js';
import { welcome } from './welcome.js';

const GROUPED_WITHIN_MS = 5 * 60_000;
const NEAR_BOTTOM_PX = 140;

/** Draws the open conversation's messages into `host` and keeps them current. */
export function mountMessages(host) {
  const list = el('ol', { class: 'message-list', role: 'log', 'aria-label': 'Messages', tabindex: 0 });
  const note = el('div', { class: 'messages-note' });
  host.append(note, list);
  subscribe(() => store.tab === 'messages' && draw(host, note, list));
  new ResizeObserver(() => host.atBottom !== false && toBottom(host)).observe(list);
  host.addEventListener(
    'scroll',
    () => {
      host.atBottom = nearBottom(host);
    },
    { passive: true },
  );
}

function draw(host, note, list) {
  if (host.source === store.messages && host.day === today()) return;
  const opened = host.shownId !== `${viewerKey()}/${store.conversationId}`;
  const follow = opened || nearBottom(host);
  Object.assign(host, {
    source: store.messages,
    day: today(),
    shownId: `${viewerKey()}/${store.conversationId}`,
  });
  replace(note, beginning());
  const rows = arranged(store.messages ?? []);
  reconcile(list, rows, { key: rowKey, signature: rowSignature, render: renderRow });
  if (follow) toBottom(host);
}

function today() {
  return store.snapshot && `${dayKey(now(), viewerZone())}|${viewerZone()}|${viewerKey()}`;
}

function nearBottom(host) {
  return host.scrollHeight - host.scrollTop - host.clientHeight < NEAR_BOTTOM_PX;
}

function toBottom(host) {
  host.atBottom = true;
  host.scrollTop = host.scrollHeight;
}

function beginning() {
  if (store.messages === null)
    return el('p', { class: 'loading' }, el('span', { class: 'spinner' }), 'Loading messages…');
  if (store.messages.length) return null;
  if (isBotConversation(conversation())) return welcome();
  const text = 'Nobody has written here yet.';
  return el('div', { class: 'empty' }, el('h2', {}, 'This is the very beginning'), el('p', {}, text));
}

/** Puts replies under their parent and adds a divider before each day. */
function arranged(messages) {
  const rows = [];
  let previous = null;
  for (const message of threaded(messages)) {
    const day = dayKey(new Date(message.at), viewerZone());
    if (!message.reply && previous?.day !== day) rows.push({ day, at: message.at });
    rows.push({ message, compact: continues(previous, message, day), channelId: store.conversationId });
    previous = { ...message, day };
  }
  return rows;
}

function threaded(messages) {
  const known = new Set(messages.map(({ ts }) => ts));
  const isReply = ({ ts, thread_ts: parent }) => parent && parent !== ts && known.has(parent);
  const replies = Map.groupBy(messages.filter(isReply), ({ thread_ts: parent }) => parent);
  return messages
    .filter((message) => !isReply(message))
    .flatMap((message) => [
      message,
      ...(replies.get(message.ts) ?? []).map((reply) => ({ ...reply, reply: true })),
    ]);
}

function continues(previous, message, day) {
  if (!previous || previous.day !== day || message.reply || previous.reply) return false;
  const plain = !previous.ephemeral && !message.ephemeral && !message.blocks?.length;
  return (
    plain &&
    previous.user === message.user &&
    new Date(message.at) - new Date(previous.at) < GROUPED_WITHIN_MS
  );
}

function rowKey({ day, message }) {
  return message ? `${message.ephemeral ? 'e' : 'm'}${message.ts}` : `day-${day}`;
}

function rowSignature(row) {
  return JSON.stringify([row, today()]);
}

function renderRow({ message, compact, channelId, at }) {
  if (message) return renderMessage(message, channelId, compact);
  const label = dayLabel(new Date(at), now(), viewerZone());
  return el('li', { class: 'day' }, el('span', {}, label));
}
