// Loads what the page shows, follows the server's changes and keeps the address in step.

import { api } from './api.js';
import { untilReleased } from './pressing.js';
import { conversation, conversations, isBotConversation, store, update } from './state.js';
import { guarded, showError } from './toasts.js';

const SETTLE_MS = 60;
const REMEMBERED = 'sandbox-person';

let source = null;
let waiting = new Set();
let draining = null;

/** Reads the address, loads everything and starts listening. */
export async function start() {
  window.addEventListener('hashchange', followAddress);
  await load();
}

/** Loads everything anew; a failure is kept for the main pane to show. */
export async function load() {
  const wanted = readAddress();
  try {
    update({ failure: null });
    await enter(wanted.as ?? localStorage.getItem(REMEMBERED), wanted);
  } catch (error) {
    update({ failure: error.message });
  }
}

/** Looks at the workspace as another person, in the same kind of place. */
export function switchPerson(id) {
  return guarded(() => enter(id, { tab: store.tab }));
}

/** Opens one conversation. */
export async function openConversation(id) {
  update({ conversationId: id, tab: 'messages', messages: null, drawerOpen: false });
  writeAddress();
  await guarded(loadMessages);
}

/** Opens the Home or the Messages tab of the bot. */
export async function openTab(tab) {
  if (!isBotConversation(conversation())) return;
  update({ tab });
  writeAddress();
  await guarded(tab === 'home' ? openHome : loadMessages);
}

/** Loads again what `kinds` name; several calls in a row are answered together, when all is loaded. */
export function refresh(...kinds) {
  kinds.forEach((kind) => waiting.add(kind));
  draining ??= guarded(drain);
  return draining;
}

async function drain() {
  try {
    while (waiting.size) await loadWaiting();
  } finally {
    draining = null;
  }
}

async function loadWaiting() {
  const kinds = waiting;
  waiting = new Set();
  await loadState();
  if (store.tab === 'home') await (kinds.has('home') ? loadHome() : null);
  else if (kinds.has('messages')) await loadMessages();
  await new Promise((resolve) => {
    setTimeout(resolve, SETTLE_MS);
  });
}

/** Somebody the server doesn't know, a stranger too, is shown as the server's first person. */
async function enter(as, { conversationId, tab = 'messages' }) {
  const snapshot = await api.state(as);
  const me = snapshot.me.id;
  localStorage.setItem(REMEMBERED, me);
  update({ as: me, snapshot, messages: null, home: null, drawerOpen: false, profileOpen: false });
  const place = conversations().find((item) => item.id === conversationId) ?? conversations()[0];
  update({ conversationId: place?.id ?? null, tab: isBotConversation(place) ? tab : 'messages' });
  writeAddress();
  listen(me);
  await (store.tab === 'home' ? openHome() : loadMessages());
}

async function loadState() {
  const { as } = store;
  const snapshot = await api.state(as);
  await untilReleased();
  if (as === store.as) update({ snapshot });
}

async function loadMessages() {
  const { as, conversationId } = store;
  if (!conversationId) return;
  const { messages } = await api.messages(as, conversationId);
  await untilReleased();
  if (as === store.as && conversationId === store.conversationId) update({ messages });
}

async function openHome() {
  update({ homeLoading: store.home === null });
  await guarded(() => api.openHome(store.as));
  await loadHome();
}

async function loadHome() {
  const { as } = store;
  const { view } = await api.home(as);
  await untilReleased();
  if (as === store.as) update({ home: view, homeLoading: false });
}

function listen(as) {
  source?.close();
  source = api.changes(as);
  source.onmessage = (event) => refresh(JSON.parse(event.data).kind);
  source.onerror = () => update({ online: false });
  source.onopen = () => {
    if (store.online) return;
    update({ online: true });
    refresh('messages', 'home');
  };
}

function readAddress() {
  const [as, conversationId, tab] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  return {
    as: as || null,
    conversationId: conversationId || null,
    tab: tab === 'home' ? 'home' : 'messages',
  };
}

function writeAddress() {
  const path = [store.as, store.conversationId, store.tab].filter(Boolean).map(encodeURIComponent).join('/');
  history.replaceState(null, '', `#/${path}`);
}

function followAddress() {
  const wanted = readAddress();
  const same =
    wanted.as === store.as && wanted.conversationId === store.conversationId && wanted.tab === store.tab;
  if (!same) guarded(() => enter(wanted.as, wanted));
}

/** Runs one act of the viewer, shows a refusal, and loads what it may have changed. */
export async function act(work) {
  const answer = await guarded(work);
  if (answer?.ok === false && answer.error) showError(answer.error);
  await refresh('messages', 'home');
  return answer;
}
