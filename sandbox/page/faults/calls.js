// The newest Web API calls of the app: when, what, and what Slack thought of it.

import { el, replace } from '../dom.js';
import { icon } from '../icons.js';
import { now, teamNameOf, viewerZone } from '../state.js';
import { clockLabel, dateLabel, dayKey } from '../time.js';

/** Builds the list into `section`; answers what keeps it current. */
export function mountCalls(section) {
  const list = el('ol', { class: 'calls', testid: 'calls' });
  const note = el('p', { class: 'muted' });
  replace(section, el('h3', {}, 'Newest Web API calls'), note, list);
  return ({ calls }) => {
    const signature = JSON.stringify([calls, dayKey(now(), viewerZone()), viewerZone()]);
    if (list.signature === signature) return;
    list.signature = signature;
    replace(note, calls.length ? null : 'The app has called nothing yet.');
    replace(list, calls.map(row));
  };
}

function row({ at, method, ok, error, fault, complaints, team }) {
  const kind = fault ? 'call-error call-faulty' : ok ? 'call-ok' : 'call-error';
  const outcome = el('span', { class: kind }, [ok ? 'ok' : error, fault].filter(Boolean).join(' · '));
  return el(
    'li',
    { class: 'call', testid: 'call' },
    when(new Date(at)),
    el('span', { class: 'call-method' }, method, teamNameOf(team) && el('small', {}, teamNameOf(team))),
    outcome,
    (complaints ?? []).map(complaint),
  );
}

function complaint(sentence) {
  return el('p', { class: 'call-complaint' }, icon('warning', 14), sentence);
}

/** The clock moves by days and weeks, so a call of another day says which. */
function when(at) {
  const zone = viewerZone();
  const sameDay = dayKey(at, zone) === dayKey(now(), zone);
  const day = dateLabel(at, zone);
  const clock = clockLabel(at, zone);
  const label = sameDay ? clock : day.replace(/ \d{4}$/, '');
  return el('time', { class: 'call-time', datetime: at.toISOString(), title: `${day}, ${clock}` }, label);
}
