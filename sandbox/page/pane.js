// The main pane: conversation header, tabs, and either the messages or the Home tab.

import { avatar } from './avatar.js';
import { mountComposer } from './composer.js';
import { el, replace } from './dom.js';
import { mountHome } from './home.js';
import { icon } from './icons.js';
import { mountMessages } from './messages.js';
import { drawNotice } from './notice.js';
import { load, openTab } from './session.js';
import { conversation, isBotConversation, nameOf, store, subscribe, viewerKey } from './state.js';

const TABS = [
  { id: 'home', label: 'Home' },
  { id: 'messages', label: 'Messages' },
];

/** Draws the main pane into `host` and keeps it current. */
export function mountPane(host) {
  const head = el('header', { class: 'pane-head' });
  const messages = el('section', { class: 'messages', id: 'panel-messages', 'aria-label': 'Messages' });
  const home = el('section', {
    class: 'home',
    id: 'panel-home',
    role: 'tabpanel',
    'aria-label': 'Home',
    hidden: true,
  });
  const composer = el('footer', { class: 'composer-host' });
  const failure = el('section', { class: 'failure', hidden: true });
  const notice = el('div', { class: 'pane-notice', role: 'status' });
  host.append(head, notice, failure, home, messages, composer);
  mountMessages(messages);
  mountHome(home);
  mountComposer(composer);
  subscribe(() => draw({ head, notice, messages, home, composer, failure }));
}

function draw({ head, notice, messages, home, composer, failure }) {
  const onHome = store.tab === 'home';
  const failed = store.failure !== null;
  failure.hidden = !failed;
  home.hidden = failed || !onHome;
  messages.hidden = failed || onHome;
  composer.hidden = failed || onHome || !store.snapshot || conversation()?.archived;
  if (failed) replace(failure, trouble());
  drawHead(head);
  drawNotice(notice);
}

function trouble() {
  const again = el(
    'button',
    { type: 'button', class: 'button', testid: 'retry', onclick: load },
    'Try again',
  );
  return el(
    'div',
    { class: 'empty', role: 'alert', testid: 'error' },
    icon('warning', 36),
    el('h2', {}, 'The workspace could not be opened'),
    el('p', {}, store.failure),
    again,
  );
}

function drawHead(head) {
  const current = conversation();
  const signature = JSON.stringify([
    current?.id,
    current?.name,
    current?.archived,
    current?.members,
    store.tab,
    viewerKey(),
    store.snapshot?.bot.name,
  ]);
  if (head.signature === signature) return;
  head.signature = signature;
  replace(head, current && title(current), isBotConversation(current) && tabs());
}

function title(current) {
  const app = isBotConversation(current);
  const name = el(
    'h1',
    {},
    app ? store.snapshot.bot.name : current.name,
    app && el('span', { class: 'app-badge' }, 'APP'),
    current.archived && el('span', { class: 'app-badge' }, 'ARCHIVED'),
  );
  return el(
    'div',
    { class: 'pane-title' },
    symbol(current),
    el('div', { class: 'pane-names' }, name, !app && el('p', { class: 'muted' }, members(current))),
  );
}

function symbol(current) {
  if (isBotConversation(current)) return avatar(store.snapshot.bot.user_id, 30);
  const others = current.members.filter((id) => id !== store.as);
  return current.kind === 'im'
    ? avatar(others[0] ?? store.as, 30)
    : icon(current.kind === 'channel' ? 'hash' : 'people', 22);
}

function members(current) {
  const names = current.members.slice(0, 8).map((id) => (id === store.as ? 'you' : nameOf(id)));
  const rest = current.members.length - names.length;
  return current.kind === 'channel'
    ? `${current.members.length} members`
    : names.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function tabs() {
  const buttons = TABS.map(({ id, label }) => tab(id, label));
  const list = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'App' }, buttons);
  list.addEventListener('keydown', (event) => {
    if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    const other = buttons[store.tab === 'home' ? 1 : 0];
    other.click();
    document.querySelector(`[data-testid="${other.dataset.testid}"]`).focus();
  });
  return list;
}

function tab(id, label) {
  const open = store.tab === id;
  const props = {
    type: 'button',
    role: 'tab',
    class: 'tab',
    testid: `tab-${id}`,
    'aria-selected': String(open),
    'aria-controls': `panel-${id}`,
    tabindex: open ? 0 : -1,
  };
  return el('button', { ...props, onclick: () => openTab(id) }, label);
}
