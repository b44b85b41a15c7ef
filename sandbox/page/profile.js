// The directory panel: what the company knows about the current person, and what may change.

import { api } from './api.js';
import { avatar } from './avatar.js';
import { el, replace } from './dom.js';
import { icon } from './icons.js';
import { act } from './session.js';
import { nameOf, store, subscribe, update, viewer } from './state.js';

/** Draws the panel into `host` whenever it is open. */
export function mountProfile(host) {
  host.addEventListener('keydown', (event) => event.key === 'Escape' && close());
  subscribe(() => {
    const opening = host.hidden && store.profileOpen;
    host.hidden = !store.profileOpen;
    if (store.profileOpen && viewer()) draw(host);
    if (opening) host.querySelector('button')?.focus();
  });
}

function close() {
  update({ profileOpen: false });
  document.querySelector('[data-testid="directory-open"]')?.focus();
}

function draw(host) {
  const signature = JSON.stringify(viewer());
  if (host.signature === signature) return;
  host.signature = signature;
  const me = viewer();
  const shut = el(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': 'Close the directory',
      testid: 'directory-close',
      onclick: close,
    },
    icon('close'),
  );
  const head = el('header', { class: 'profile-head' }, el('h2', {}, 'Directory entry'), shut);
  replace(
    host,
    head,
    el(
      'div',
      { class: 'profile-body' },
      avatar(me.id, 112),
      el('h3', {}, me.name),
      el('p', { class: 'muted' }, me.title),
      facts(me),
      zoneField(me),
      activeButton(me),
    ),
  );
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
      [me.is_admin && 'Workspace admin', me.is_guest ? 'Guest' : 'Member', me.is_deactivated && 'Deactivated']
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

function zoneField(me) {
  const zones = [...new Set([me.tz ?? '', 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  const choices = zones.map((zone) =>
    el('option', { value: zone, selected: zone === me.tz }, zone.replaceAll('_', ' ') || 'None set'),
  );
  const change = (event) => act(() => api.changePerson(me.id, { tz: event.target.value }));
  return el(
    'label',
    { class: 'profile-field' },
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
