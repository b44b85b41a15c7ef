// The small form in the directory that lets a new colleague into the workspace.

import { api } from './api.js';
import { el, replace } from './dom.js';
import { act } from './session.js';
import { store } from './state.js';

/** Builds the form into `section`. */
export function mountNewcomer(section) {
  const name = el('input', {
    class: 'control',
    testid: 'newcomer-name',
    placeholder: 'First and last name',
    'aria-label': 'Name of the new colleague',
    autocomplete: 'off',
    required: true,
  });
  const add = el('button', { type: 'submit', class: 'button', testid: 'newcomer-add' }, 'Add');
  const form = el('form', { class: 'side-inline' }, name, add);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = await act(() => api.newcomer(store.as, name.value.trim()));
    if (answer) name.value = '';
  });
  replace(section, el('h3', {}, 'A new colleague'), form);
}
