// What the page says above a conversation in which not everything can be done as usual.

import { el, replace } from './dom.js';
import { icon } from './icons.js';
import { ownUrl } from './links.js';
import { conversation, store } from './state.js';

/** Brings the notice in `host` in line with the place one looks at. */
export function drawNotice(host) {
  const { team, bot } = store.snapshot ?? {};
  const shut = conversation()?.archived;
  const missing = team?.installed === false;
  const signature = JSON.stringify([shut, missing && [team, bot.name]]);
  if (host.signature === signature) return;
  host.signature = signature;
  replace(host, missing && notInstalled(team, bot), shut && archived());
}

function notInstalled(team, bot) {
  const href = team.install_url && ownUrl(team.install_url);
  const install = href && el('a', { href, class: 'button button-small', testid: 'install' }, 'Install it');
  return sentence('not-installed', `${bot.name} isn't installed in ${team.name}.`, install);
}

function archived() {
  return sentence('archived', 'This channel is archived: nobody can write here.');
}

function sentence(testid, text, more) {
  return el('p', { testid }, icon('info'), el('span', {}, text), more);
}
