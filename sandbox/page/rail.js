// The left rail: who you are, the conversations with unread counts, the directory.

import { avatar } from './avatar.js';
import { el, reconcile, replace } from './dom.js';
import { icon } from './icons.js';
import { personSwitch } from './people.js';
import { openConversation } from './session.js';
import { toggleSide } from './side.js';
import { conversations, isBotConversation, store, subscribe, unreadOf, update, viewer } from './state.js';

const SECTIONS = [
  { title: 'Apps', kinds: ['app'] },
  { title: 'Direct messages', kinds: ['im', 'mpim'] },
  { title: 'Channels', kinds: ['channel'] },
];

/** Draws the rail into `host` and keeps it current. */
export function mountRail(host, scrim) {
  const me = el('div', { class: 'rail-me' });
  const list = el('div', { class: 'rail-list' });
  const foot = el('div', { class: 'rail-foot' }, directoryButton());
  host.append(me, list, foot);
  scrim.addEventListener('click', closeDrawer);
  document.addEventListener(
    'keydown',
    (event) => event.key === 'Escape' && store.drawerOpen && closeDrawer(),
  );
  subscribe(() => draw({ host, scrim, me, list }));
}

function closeDrawer() {
  update({ drawerOpen: false });
  document.querySelector('[data-testid="menu"]')?.focus();
}

function draw({ host, scrim, me, list }) {
  host.classList.toggle('rail-open', store.drawerOpen);
  scrim.hidden = !store.drawerOpen;
  if (!store.snapshot) return;
  const signature = JSON.stringify([viewer(), store.drawerOpen]);
  if (me.signature !== signature) replace(me, personSwitch());
  me.signature = signature;
  reconcile(list, sections(), { key: ({ title }) => title, signature: JSON.stringify, render: section });
}

function sections() {
  const rows = conversations().map((item) => ({
    ...item,
    shown: isBotConversation(item) ? 'app' : item.kind,
    count: unreadOf(item),
    open: item.id === store.conversationId,
  }));
  return SECTIONS.map(({ title, kinds }) => ({
    title,
    rows: rows.filter((row) => kinds.includes(row.shown)),
  })).filter(({ rows: own }) => own.length);
}

function section({ title, rows }) {
  return el(
    'section',
    { class: 'rail-section', 'aria-label': title },
    el('h2', {}, title),
    el(
      'ul',
      {},
      rows.map((row) => el('li', {}, entry(row))),
    ),
  );
}

function entry(row) {
  const unread = row.count
    ? el('span', { class: 'badge', 'aria-label': `${row.count} unread` }, String(row.count))
    : null;
  const classes = ['rail-entry', row.open && 'rail-entry-open', row.count && 'rail-entry-unread']
    .filter(Boolean)
    .join(' ');
  const props = {
    type: 'button',
    class: classes,
    testid: `conversation-${row.id}`,
    'aria-current': row.open ? 'true' : null,
  };
  return el(
    'button',
    { ...props, onclick: () => openConversation(row.id) },
    symbol(row),
    el('span', { class: 'rail-name' }, label(row)),
    unread,
  );
}

function symbol(row) {
  if (row.shown === 'app') return avatar(store.snapshot.bot.user_id, 22);
  if (row.kind === 'channel') return icon('hash', 18);
  const others = row.members.filter((id) => id !== store.as && id !== store.snapshot.bot.user_id);
  return row.kind === 'mpim'
    ? el('span', { class: 'rail-count' }, String(row.members.length))
    : avatar(others[0] ?? store.as, 22);
}

function label(row) {
  return row.shown === 'app' ? store.snapshot.bot.name : row.name;
}

function directoryButton() {
  return el(
    'button',
    { type: 'button', class: 'rail-entry', testid: 'directory-open', onclick: () => toggleSide('directory') },
    icon('person', 18),
    el('span', { class: 'rail-name' }, 'Directory entry'),
  );
}
