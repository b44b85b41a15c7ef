// The directory panel: what the company knows about the current person, and what may change.

import { api } from './api.js';
import { avatar } from './avatar.js';
import { mountChannels } from './channels.js';
import { el, focusedHook, refocus, replace } from './dom.js';
import { mountNewcomer } from './newcomer.js';
import { act } from './session.js';
import { mountSide } from './side.js';
import { nameOf, viewer } from './state.js';

/** Draws the panel into `host` whenever it is open. */
export function mountProfile(host) {
  mountSide(host, { name: 'directory', title: 'Directory entry', draw });
}

function draw(body) {
  body.parts ??= build(body);
  const { person, channels } = body.parts;
  drawPerson(person);
  channels();
}

function build(body) {
  const [person, channels, newcomer] = ['side-person', 'side-section', 'side-section'].map((name) =>
    el('section', { class: name }),
  );
  replace(body, person, channels, newcomer);
  mountNewcomer(newcomer);
  return { person, channels: mountChannels(channels) };
}

function drawPerson(body) {
  const me = viewer();
  const signature = JSON.stringify(me);
  if (body.signature === signature) return;
  body.signature = signature;
  const focused = focusedHook(body);
  replace(
    body,
    avatar(me.id, 112),
    el('h3', {}, me.name),
    el('p', { class: 'muted' }, me.title),
    facts(me),
    zoneField(me),
    activeButton(me),
  );
  refocus(body, focused);
}

function facts(me) {
  const rows = [
    ['Department', me.department],
    ['Site', me.site],
    ['Level', me.level],
    ['Manager', me.manager_id && nameOf(me.manager_id)],
    ['Local time', me.local_time],
    [
      'Account',
      [me.is_admin && 'Workspace admin', belonging(me), me.is_deactivated && 'Deactivated']
        .filter(Boolean)
        .join(', '),
    ],
  ];
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return el(
    'dl',
    { class: 'facts' },
    shown.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, String(value)))),
  );
}

function belonging({ is_external: external, is_guest: guest }) {
  if (external) return 'Of another company';
  return guest ? 'Guest' : 'Member';
}

function zoneField(me) {
  const zones = [...new Set([me.tz ?? '', 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  const choices = zones.map((zone) =>
    el('option', { value: zone, selected: zone === me.tz }, zone.replaceAll('_', ' ') || 'None set'),
  );
  const change = (event) => act(() => api.changePerson(me.id, { tz: event.target.value }));
  return el(
    'label',
    { class: 'side-field' },
    'Time zone',
    el('select', { class: 'control', testid: 'directory-zone', onchange: change }, choices),
  );
}

function activeButton(me) {
  const label = me.is_deactivated ? 'Reactivate account' : 'Deactivate account';
  const toggle = async (event) => {
    event.currentTarget.disabled = true;
    await act(() => api.changePerson(me.id, { deactivated: !me.is_deactivated }));
    event.target.disabled = false;
  };
  const props = {
    type: 'button',
    class: `button ${me.is_deactivated ? 'button-primary' : 'button-danger'}`,
    testid: 'directory-active',
    onclick: toggle,
  };
  return el('button', props, label);
}
