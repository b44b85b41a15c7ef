// The workspace's name; with more than one workspace, the button that switches between them.

import { el } from './dom.js';
import { icon } from './icons.js';
import { menuButton, menuItem } from './menu.js';
import { switchTeam } from './session.js';
import { hasTeams, store } from './state.js';

/** The name, and the switch if there is something to switch to. */
export function teamName() {
  const { name } = store.snapshot.team;
  const text = el('span', { class: 'team-name' }, name);
  if (!hasTeams()) return text;
  const props = {
    type: 'button',
    class: 'team-button',
    testid: 'team-switch',
    'aria-label': `Workspace ${name}. Switch workspace`,
  };
  const button = el('button', props, text, icon('down', 16));
  return menuButton(button, () => store.snapshot.teams.map((team) => item(team, button)), {
    label: 'Workspaces',
  });
}

function item(team, button) {
  const props = {
    role: 'menuitemradio',
    'aria-checked': String(team.id === store.snapshot.team.id),
    testid: `team-${team.id}`,
  };
  const mark = !team.installed && el('span', { class: 'mark' }, 'without the app');
  return menuItem(button, () => pick(team), props, team.name, mark);
}

/** The name is drawn anew with the other workspace, so the focus goes to the new button. */
async function pick(team) {
  await switchTeam(team.id);
  document.querySelector('[data-testid="team-switch"]')?.focus();
}
