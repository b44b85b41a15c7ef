// The composer: plain messages, slash commands with hints, @ mentions; Enter sends.

import { api } from './api.js';
import { el } from './dom.js';
import { isUnreached } from './failures.js';
import { icon } from './icons.js';
import { act } from './session.js';
import { conversation, isBotConversation, store, subscribe } from './state.js';
import { createSuggestions } from './suggestions.js';
import { showError } from './toasts.js';

const HINT_ID = 'composer-hint';

/** Draws the composer into `host`. */
export function mountComposer(host) {
  const input = el('textarea', {
    class: 'composer-input',
    testid: 'composer',
    rows: 1,
    autocomplete: 'off',
    'aria-describedby': HINT_ID,
    enterkeyhint: 'send',
  });
  const send = el(
    'button',
    { type: 'submit', class: 'send', testid: 'send', 'aria-label': 'Send', disabled: true },
    icon('send', 18),
  );
  const slash = el(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': 'Slash commands', title: 'Slash commands' },
    icon('slash', 18),
  );
  const hint = el(
    'span',
    { class: 'composer-hint', id: HINT_ID },
    'Enter sends, Shift + Enter starts a new line',
  );
  const form = el(
    'form',
    { class: 'composer' },
    input,
    el('div', { class: 'composer-tools' }, slash, hint, send),
  );
  host.append(form);
  const composer = { form, input, send, suggestions: createSuggestions(input, form) };
  wire(composer, slash);
  subscribe(() => relabel(input));
}

/** Puts `text` into the composer, to be looked at and sent. */
export function compose(text) {
  const input = document.querySelector('[data-testid="composer"]');
  input.value = text;
  input.focus();
  input.dispatchEvent(new Event('input'));
}

function wire(composer, slash) {
  const { form, input, suggestions } = composer;
  input.addEventListener('input', () => changed(composer));
  input.addEventListener('keydown', (event) => {
    if (suggestions.keydown(event) || event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  input.addEventListener('blur', () => suggestions.close());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(composer);
  });
  slash.addEventListener('mousedown', (event) => event.preventDefault());
  slash.addEventListener('click', () => compose('/'));
}

function changed({ input, send, suggestions }) {
  send.disabled = !input.value.trim();
  input.style.height = 'auto';
  input.style.height = `${Math.min(input.scrollHeight, 180)}px`;
  suggestions.update();
}

function relabel(input) {
  const current = conversation();
  const name = isBotConversation(current) ? store.snapshot.bot.name : current?.name;
  const label = current ? `Message ${current.kind === 'channel' ? `#${name}` : name}` : 'Message';
  input.placeholder = label;
  input.setAttribute('aria-label', label);
}

async function submit(composer) {
  const { input, suggestions } = composer;
  const typed = input.value.trim();
  if (!typed) return;
  const command = /^\/(\S+)\s*([\s\S]*)$/.exec(typed);
  if (command && !isKnown(`/${command[1]}`)) {
    showError(`/${command[1]} is not a command of this workspace.`);
    return;
  }
  input.value = '';
  changed(composer);
  suggestions.close();
  await act(() => (command ? sendCommand(command, suggestions) : sendMessage(typed, suggestions)));
}

function isKnown(command) {
  return store.snapshot.commands.some((item) => item.command === command);
}

/** Of an app that wasn't reached Slackbot tells the person; saying it here too would be once too often. */
async function sendCommand([, name, text], suggestions) {
  const typed = suggestions.mentioning(text, true);
  const answer = await api.command(store.as, `/${name}`, typed, store.conversationId);
  return isUnreached(answer.error) ? { ok: false } : answer;
}

/** As Slack's own client does: what the person typed is escaped, what they picked becomes a mention. */
function sendMessage(typed, suggestions) {
  const text = suggestions.mentioning(escaped(typed), false);
  return api.message(store.as, store.conversationId, text);
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
