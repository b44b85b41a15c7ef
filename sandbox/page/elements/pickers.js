// Date and time pickers: the browser's own, in the viewer's zone.

import { el } from '../dom.js';
import { viewerZone } from '../state.js';
import { localFromUnix, unixFromLocal } from '../time.js';

/** A day. */
export function datePicker(element, cell, props) {
  return native('date', cell, props, cell.payload.selected_date, (value) => ({
    selected_date: value || null,
  }));
}

/** A time of day. */
export function timePicker(element, cell, props) {
  return native('time', cell, props, cell.payload.selected_time, (value) => ({
    selected_time: value ? value.slice(0, 5) : null,
  }));
}

/** A day and time, kept as unix seconds. */
export function dateTimePicker(element, cell, props) {
  const zone = viewerZone();
  const chosen = cell.payload.selected_date_time;
  const shown = chosen ? localFromUnix(chosen, zone) : '';
  const input = native('datetime-local', cell, props, shown, (value) => ({
    selected_date_time: value ? unixFromLocal(value.slice(0, 16), zone) : null,
  }));
  return el(
    'span',
    { class: 'with-note' },
    input,
    el('span', { class: 'field-hint' }, `Your time zone: ${zone.replaceAll('_', ' ')}`),
  );
}

function native(type, cell, { labelId, ...props }, shown, fields) {
  const input = el('input', { ...props, type, class: 'control control-picker', value: shown ?? '' });
  input.addEventListener('change', () => cell.commit(fields(input.value)));
  return input;
}
