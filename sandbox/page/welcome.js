// What a stranger reads in an empty conversation with the bot: where this is, and what to type first.

import { compose } from './composer.js';
import { el } from './dom.js';
import { store, viewer } from './state.js';

/** The page's own words, never a message of the bot. */
export function welcome() {
  const { name, title } = viewer();
  const steps = store.snapshot.bot.first_steps;
  return el(
    'div',
    { class: 'empty welcome', testid: 'welcome' },
    el('h2', {}, `Welcome to ${store.snapshot.team.name}`),
    el('p', {}, 'This is a Slack workspace on your own machine; everybody in it is invented.'),
    el(
      'ul',
      { class: 'welcome-facts' },
      el('li', {}, 'You are ', el('strong', {}, name), title && `, ${title}`, '.'),
      el('li', {}, 'Your name opens the list of all: be anybody.'),
      el('li', {}, 'The clock on top moves the calendar; what is due on the way happens.'),
      el('li', {}, 'Type "/" to see what the bot can do', steps.length ? ', or begin with:' : '.'),
    ),
    el('ul', { class: 'welcome-steps' }, steps.map(firstStep)),
  );
}

function firstStep([command, about]) {
  const props = { type: 'button', class: 'button', testid: 'first-step', onclick: () => compose(command) };
  return el('li', {}, el('button', props, el('code', {}, command)), el('span', {}, about));
}
