// The channels in the directory: join, leave, rename, archive, share with another company.

import { api } from './api.js';
import { el, reconcile, replace } from './dom.js';
import { icon } from './icons.js';
import { menuButton, menuItem } from './menu.js';
import { act } from './session.js';
import { store, viewerKey } from './state.js';

/** Builds the list into `section`; answers what keeps it current. */
export function mountChannels(section) {
  const list = el('ul', { class: 'channels' });
  replace(section, el('h3', {}, 'Channels'), list);
  const signature = (channel) => JSON.stringify([channel, viewerKey()]);
  return () => reconcile(list, store.snapshot.channels, { key: ({ id }) => id, signature, render: row });
}

function row(channel) {
  const marks = [channel.archived && 'Archived', channel.shared && 'Shared'].filter(Boolean);
  const name = el(
    'span',
    { class: 'channel-name' },
    channel.name,
    marks.map((mark) => el('span', { class: 'mark' }, mark)),
  );
  return el('li', { class: 'channel' }, icon('hash', 16), name, belonging(channel), more(channel));
}

/** Nobody leaves the channel of all. */
function belonging({ id, name, member, archived, general }) {
  if (archived || (general && member)) return null;
  const word = member ? 'Leave' : 'Join';
  const props = {
    type: 'button',
    class: 'button button-small',
    testid: `channel-belong-${id}`,
    'aria-label': `${word} #${name}`,
    onclick: () => change(id, { act: word.toLowerCase() }),
  };
  return el('button', props, word);
}

function more(channel) {
  const props = {
    type: 'button',
    class: 'icon-button',
    testid: `channel-more-${channel.id}`,
    'aria-label': `More about #${channel.name}`,
  };
  const button = el('button', props, icon('more'));
  const item = (name, label, pick = () => change(channel.id, { act: name })) =>
    menuItem(button, pick, { testid: `channel-${name}` }, label);
  const items = () =>
    channel.archived
      ? [item('unarchive', 'Open again')]
      : [
          item('rename', 'Rename', () => rename(channel, button)),
          channel.shared
            ? item('unshare', 'Stop sharing')
            : item('share', 'Share with another company'),
          !channel.general && item('archive', 'Archive'),
        ].filter(Boolean);
  return menuButton(button, items, { align: 'end' });
}

/** The row becomes a field until the new name is sent or Escape is pressed. */
function rename(channel, button) {
  const line = button.closest('li');
  const before = [...line.childNodes];
  const input = el('input', {
    class: 'control',
    testid: 'channel-name',
    'aria-label': `New name of #${channel.name}`,
    value: channel.name,
    required: true,
    maxlength: 80,
  });
  const save = el('button', { type: 'submit', class: 'button button-small' }, 'Save');
  const form = el('form', { class: 'side-inline' }, input, save);
  const undo = () => {
    replace(line, before);
    button.focus();
  };
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    undo();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await change(channel.id, { act: 'rename', name: input.value.trim() });
    if (line.isConnected) undo();
    else document.querySelector(`[data-testid="${CSS.escape(button.dataset.testid)}"]`)?.focus();
  });
  replace(line, form);
  input.select();
}

function change(id, what) {
  return act(() => api.changeChannel(store.as, id, what));
}
