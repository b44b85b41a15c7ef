// The bot's Home tab.

import { renderBlocks } from './blocks/index.js';
import { el, focusedHook, refocus, replace } from './dom.js';
import { icon } from './icons.js';
import { store, subscribe, viewer, viewerKey } from './state.js';
import { viewSurface } from './surface.js';

/** Draws the published Home view into `host` whenever it changed. */
export function mountHome(host) {
  const body = el('div', { class: 'home-body' });
  host.append(body);
  subscribe(() => {
    if (store.tab !== 'home') return;
    const signature = JSON.stringify([viewerKey(), viewer()?.tz, store.home, store.homeLoading]);
    if (body.signature === signature) return;
    body.signature = signature;
    draw(body);
  });
}

function draw(body) {
  const focused = focusedHook(body);
  replace(body, content());
  refocus(body, focused);
}

function content() {
  if (store.homeLoading)
    return el('p', { class: 'loading' }, el('span', { class: 'spinner' }), 'Opening Home…');
  if (!store.home) return empty();
  return renderBlocks(store.home.blocks, viewSurface(store.home));
}

function empty() {
  return el(
    'div',
    { class: 'empty' },
    icon('swap', 40),
    el('h2', {}, 'Nothing here yet'),
    el('p', {}, 'The bot has not published a Home tab for this person.'),
  );
}
