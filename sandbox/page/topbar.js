// The top bar: workspace name, moved clock with its buttons, bot connection.

import { api } from './api.js';
import { el, focusedHook, refocus, replace } from './dom.js';
import { faultsButton } from './faults/button.js';
import { icon } from './icons.js';
import { act } from './session.js';
import { now, store, subscribe, update, viewerZone } from './state.js';
import { teamName } from './teams.js';
import { clockLabel, dateLabel, zoneLabel } from './time.js';

const MOVES = [
  { to: 'next', label: 'Next event', testid: 'clock-next' },
  { to: 'day', label: '+1 day', testid: 'clock-day' },
  { to: 'week', label: '+1 week', testid: 'clock-week' },
];

let moving = null;

/** Draws the top bar into `host` and keeps it current. */
export function mountTopbar(host) {
  const menu = el(
    'button',
    {
      type: 'button',
      class: 'icon-button menu-button',
      testid: 'menu',
      'aria-label': 'Open the list of conversations',
      onclick: () => update({ drawerOpen: !store.drawerOpen }),
    },
    icon('menu', 22),
  );
  const team = el('div', { class: 'team' });
  const clock = el('div', { class: 'clock', role: 'group', 'aria-label': 'Workspace clock' });
  const bot = el('div', { class: 'bot-state' });
  host.append(menu, team, clock, faultsButton(), bot);
  let drawn = '';
  subscribe(() => {
    const signature = signatureOf();
    if (!store.snapshot || signature === drawn) return;
    drawn = signature;
    draw({ menu, team, clock, bot });
  });
}

function signatureOf() {
  const { team, teams, clock, bot } = store.snapshot ?? {};
  return JSON.stringify([team, teams, clock, bot, moving, viewerZone(), store.online, store.drawerOpen]);
}

function draw({ menu, team, clock, bot }) {
  menu.setAttribute('aria-expanded', String(store.drawerOpen));
  redraw(team, teamName(), el('span', { class: 'team-note' }, 'sandbox'));
  redraw(clock, clockFace(), el('div', { class: 'clock-buttons' }, MOVES.map(moveButton)));
  redraw(bot, botPill());
}

/** The clock alone changes every minute: who is at a button here must not lose it to that. */
function redraw(part, ...children) {
  const focused = focusedHook(part);
  replace(part, ...children);
  refocus(part, focused);
}

function clockFace() {
  const zone = viewerZone();
  const time = el('span', { class: 'clock-time' }, clockLabel(now(), zone));
  const day = el('span', { class: 'clock-date' }, dateLabel(now(), zone));
  const place = el('span', { class: 'clock-zone' }, zoneLabel(now(), zone));
  return el(
    'time',
    {
      class: 'clock-now',
      testid: 'clock-now',
      datetime: store.snapshot.clock.now,
      title: `Workspace time in ${zone}`,
    },
    day,
    time,
    place,
  );
}

function moveButton({ to, label, testid }) {
  const { movable } = store.snapshot.clock;
  const busy = moving !== null || store.snapshot.clock.busy;
  const nothingDue = to === 'next' && !store.snapshot.clock.next_due;
  const spinner =
    moving === to || (busy && moving === null && to === 'next')
      ? el('span', { class: 'spinner', 'aria-hidden': 'true' })
      : null;
  const props = {
    type: 'button',
    class: 'clock-button',
    testid,
    title: hint(to),
    disabled: busy || nothingDue || !movable,
    'aria-busy': String(Boolean(spinner)),
  };
  return el(
    'button',
    { ...props, onclick: () => move(to) },
    spinner ?? (to === 'next' ? icon('next', 14) : null),
    label,
  );
}

function hint(to) {
  const { movable, next_due: due } = store.snapshot.clock;
  if (!movable) return 'This app keeps real time: its clock can’t be moved';
  if (to !== 'next') return 'Move the clock; everything due on the way happens';
  if (!due) return 'The bot has nothing planned';
  return `Next: ${dateLabel(new Date(due), viewerZone())}, ${clockLabel(new Date(due), viewerZone())}`;
}

async function move(to) {
  moving = to;
  update({});
  await act(() => api.moveClock(to));
  moving = null;
  update({});
}

function botPill() {
  const { connected, transport, name } = store.snapshot.bot;
  const state = !store.online ? 'server unreachable' : connected ? 'connected' : 'not connected';
  const by = transport === 'socket' ? 'Socket Mode' : 'HTTP';
  const props = {
    class: `pill${connected && store.online ? ' pill-on' : ' pill-off'}`,
    testid: 'bot-state',
    role: 'status',
    title: `${name}: ${state} (${by})`,
  };
  return el(
    'span',
    props,
    el('span', { class: 'dot', 'aria-hidden': 'true' }),
    el('span', { class: 'pill-text' }, `Bot ${state} · ${by}`),
  );
}
