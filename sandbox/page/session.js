// Loads what the page shows, follows the server's changes and keeps the address in step.

import { api, askAbout } from './api.js';
import { failure } from './failures.js';
import { loadFaults } from './faults/live.js';
import { untilReleased } from './pressing.js';
import {
  conversation,
  conversations,
  hasTeams,
  isBotConversation,
  store,
  update,
  viewerKey,
} from './state.js';
import { guarded, showError } from './toasts.js';

const SETTLE_MS = 60;
const OF_FAULTS = new Set(['faults', 'calls']);
const REMEMBERED = 'sandbox-person';
const TEAM_ID = /^T/;

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
    await loadFaults();
  } catch (error) {
    update({ failure: error.message });
  }
}

/** Looks at the workspace as another person, in the same kind of place. */
export function switchPerson(id) {
  return guarded(() => enter(id, { teamId: store.snapshot.team.id, tab: store.tab }));
}

/** Looks at another workspace, through the eyes of whoever has the same id there. */
export function switchTeam(teamId) {
  return guarded(() => enter(store.as, { teamId, tab: store.tab }));
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
  if (kinds.has('faults') || (kinds.has('calls') && store.side === 'faults')) await loadFaults();
  if ([...kinds].some((kind) => !OF_FAULTS.has(kind))) await loadPlace(kinds);
  await new Promise((resolve) => {
    setTimeout(resolve, SETTLE_MS);
  });
}

async function loadPlace(kinds) {
  await loadState();
  if (!conversation() && conversations().length) return openConversation(conversations()[0].id);
  if (store.tab === 'home') await (kinds.has('home') ? loadHome() : null);
  else if (kinds.has('messages')) await loadMessages();
}

/** Somebody the server doesn't know, a stranger too, is shown as the server's first person. */
async function enter(as, { teamId = null, conversationId, tab = 'messages' }) {
  const snapshot = await api.state(as, teamId);
  const me = snapshot.me.id;
  askAbout(snapshot.teams.length > 1 ? snapshot.team.id : null);
  localStorage.setItem(REMEMBERED, me);
  const side = store.side === 'directory' ? null : store.side;
  update({ as: me, snapshot, messages: null, home: null, drawerOpen: false, side });
  const place = conversations().find((item) => item.id === conversationId) ?? conversations()[0];
  update({ conversationId: place?.id ?? null, tab: isBotConversation(place) ? tab : 'messages' });
  writeAddress();
  listen(me);
  await (store.tab === 'home' ? openHome() : loadMessages());
}

async function loadState() {
  const asked = viewerKey();
  const snapshot = await api.state(store.as, store.snapshot.team.id);
  await untilReleased();
  if (asked === viewerKey()) update({ snapshot });
}

async function loadMessages() {
  const { as, conversationId } = store;
  const asked = viewerKey();
  if (!conversationId) return;
  const { messages } = await api.messages(as, conversationId);
  await untilReleased();
  if (asked === viewerKey() && conversationId === store.conversationId) update({ messages });
}

async function openHome() {
  update({ homeLoading: store.home === null });
  await guarded(() => api.openHome(store.as));
  await loadHome();
}

async function loadHome() {
  const asked = viewerKey();
  const { view } = await api.home(store.as);
  await untilReleased();
  if (asked === viewerKey()) update({ home: view, homeLoading: false });
}

function listen(as) {
  source?.close();
  source = api.changes(as);
  source.onmessage = (event) => refresh(JSON.parse(event.data).kind);
  source.onerror = () => update({ online: false });
  source.onopen = () => {
    if (store.online) return;
    update({ online: true });
    refresh('messages', 'home', 'faults');
  };
}

function readAddress() {
  const parts = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const teamId = TEAM_ID.test(parts[0]) ? parts.shift() : null;
  const [as, conversationId, tab] = parts;
  return {
    teamId,
    as: as || null,
    conversationId: conversationId || null,
    tab: tab === 'home' ? 'home' : 'messages',
  };
}

function writeAddress() {
  const { as, conversationId, tab, snapshot } = store;
  const path = [hasTeams() && snapshot.team.id, as, conversationId, tab].filter(Boolean);
  history.replaceState(null, '', `#/${path.map(encodeURIComponent).join('/')}`);
}

function followAddress() {
  const wanted = readAddress();
  const sameTeam = !wanted.teamId || wanted.teamId === store.snapshot?.team.id;
  const samePlace = wanted.conversationId === store.conversationId && wanted.tab === store.tab;
  if (!(sameTeam && samePlace && wanted.as === store.as)) guarded(() => enter(wanted.as, wanted));
}

/** Runs one act of the viewer, shows a refusal, and loads what it may have changed. */
export async function act(work) {
  const answer = await guarded(work);
  if (answer?.ok === false && answer.error) showError(failure(answer.error));
  await refresh('messages', 'home');
  return answer;
}
