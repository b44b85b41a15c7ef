// The panel's own words: groups of kinds, the places faults strike at, how long they last.

import { teamNameOf } from '../state.js';

const INTERACTIONS = ['block_actions', 'view_submission', 'view_closed', 'block_suggestion'];

/** The sides of Slack that can misbehave; only one with a `place` is asked where. */
export const SIDES = [
  { id: 'api', title: 'Answers', place: 'Method', any: 'Any method' },
  { id: 'delivery', title: 'Deliveries', place: 'Event, command or interaction', any: 'Any' },
  { id: 'socket', title: 'Connection' },
  { id: 'workspace', title: 'Workspace', lasts: true },
];

export const LASTING = [
  { id: 'once', title: 'Once', times: 1 },
  { id: 'thrice', title: '3 times', times: 3 },
  { id: 'on', title: 'Until stopped', times: null },
  { id: 'chance', title: 'By chance', times: null },
];

const DETAILS = {
  error: 'Error code',
  done: 'Done all the same',
  keep: 'People kept',
  retry_after: 'Retry-After',
  seconds: 'Seconds',
  status: 'HTTP status',
};

/** The side a kind of fault belongs to. */
export function sideOf(kind) {
  return SIDES.find(({ id }) => id === kind?.side) ?? {};
}

/** Names that can be struck at on this side: what the app has called, or what it may be sent. */
export function targets(side, { calls }, { commands }) {
  if (side.id === 'api') return [...new Set(calls.map(({ method }) => method))].sort();
  return [...commands.map(({ command }) => command), 'app_home_opened', 'message.im', ...INTERACTIONS];
}

/** A detail's name as a label. */
export function detailLabel(name) {
  return DETAILS[name] ?? name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

/** "chat.postMessage · Retry-After: 30 · 2 times left". */
export function describe(fault, kind) {
  const { place, any } = sideOf(kind);
  const where = place && (fault.on === '*' ? any : fault.on);
  const details = Object.entries(fault.details).map(detail);
  return [where, ...details, lasting(fault), teamNameOf(fault.team)].filter(Boolean).join(' · ');
}

/** What is not so goes without saying. */
function detail([name, value]) {
  if (typeof value === 'boolean') return value && detailLabel(name);
  return `${detailLabel(name)}: ${shown(value)}`;
}

/** A detail's value; null is what Slack leaves out. */
export function shown(value) {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null ? 'left out' : String(value);
}

function lasting({ times_left: times, chance }) {
  const left = times === null ? 'until stopped' : times === 1 ? 'once more' : `${times} times left`;
  return chance < 1 ? `${Math.round(chance * 100)} % of the time, ${left}` : left;
}
