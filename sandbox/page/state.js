// What the page knows right now, and who wants to hear when it changes.

const SLACKBOT = 'USLACKBOT';

export const store = {
  as: null,
  snapshot: null,
  conversationId: null,
  tab: 'messages',
  messages: null,
  home: null,
  homeLoading: false,
  drawerOpen: false,
  side: null,
  faults: null,
  online: true,
  failure: null,
};

const listeners = new Set();

/** Calls `listener` after every change. */
export function subscribe(listener) {
  listeners.add(listener);
}

/** Merges `patch` into the store and tells every listener. */
export function update(patch) {
  Object.assign(store, patch);
  for (const listener of listeners) listener(store);
}

/** The person whose eyes the page looks through. */
export function viewer() {
  return store.snapshot?.me ?? null;
}

/** Tells viewers apart: two workspaces may know two people by the same id. */
export function viewerKey() {
  return `${store.snapshot?.team.id}/${store.as}`;
}

/** Whether there is more than one workspace to look at. */
export function hasTeams() {
  return store.snapshot?.teams.length > 1;
}

/** The name of a workspace, where it is worth telling. */
export function teamNameOf(teamId) {
  return hasTeams() ? store.snapshot.teams.find(({ id }) => id === teamId)?.name : null;
}

/** The viewer's time zone; somebody without one sees UTC. */
export function viewerZone() {
  return viewer()?.tz || 'UTC';
}

/** The workspace's moved time. */
export function now() {
  return new Date(store.snapshot?.clock.now ?? 0);
}

/** The conversation that is open, or null. */
export function conversation() {
  return conversations().find((item) => item.id === store.conversationId) ?? null;
}

/** All conversations of the viewer, the bot's direct message first. */
export function conversations() {
  const all = store.snapshot?.conversations ?? [];
  return [...all].sort((a, b) => Number(isBotConversation(b)) - Number(isBotConversation(a)));
}

/** Whether `item` is the viewer's direct message with the bot. */
export function isBotConversation(item) {
  return (
    item?.kind === 'im' && (item.members.length < 2 || item.members.includes(store.snapshot.bot.user_id))
  );
}

/** Whether `userId` is the bot. */
export function isBot(userId) {
  return userId === store.snapshot?.bot.user_id;
}

/** Whether `userId` is Slack's own bot, which is no person of the directory. */
export function isSlackbot(userId) {
  return userId === SLACKBOT;
}

/** One person of the directory, or null. */
export function person(userId) {
  return store.snapshot?.people.find((item) => item.id === userId) ?? null;
}

/** The name to show for a user id. */
export function nameOf(userId) {
  if (isSlackbot(userId)) return 'Slackbot';
  return isBot(userId) ? store.snapshot.bot.name : (person(userId)?.name ?? userId);
}

/** The name to show for a channel id. */
export function channelName(channelId) {
  return store.snapshot?.conversations.find((item) => item.id === channelId)?.name ?? channelId;
}

/** Unread messages in `item`; the conversation being read counts none. */
export function unreadOf(item) {
  const reading = item.id === store.conversationId && store.tab === 'messages';
  return reading ? 0 : item.unread;
}
