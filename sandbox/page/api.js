// The page API of the sandbox server: one function per route, errors as plain sentences.

/** A failed request, with a sentence that can be shown as it is. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function request(path, init) {
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new ApiError('The sandbox server cannot be reached.', 0);
  }
  const body = await response.json().catch(() => null);
  if (!response.ok)
    throw new ApiError(body?.error ?? `The server answered ${response.status}.`, response.status);
  return body ?? {};
}

let team = null;

/** Makes all later requests ask about one workspace; null is the first. */
export function askAbout(teamId) {
  team = teamId;
}

function get(path, params = {}) {
  const given = Object.entries({ team, ...params }).filter(([, value]) => value);
  const query = new URLSearchParams(given).toString();
  return request(query ? `${path}?${query}` : path, { headers: { accept: 'application/json' } });
}

function post(path, body) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  return request(path, { method: 'POST', headers, body: JSON.stringify(about(body)) });
}

function about(body) {
  return team ? { team, ...body } : body;
}

const encode = encodeURIComponent;

export const api = {
  state: (as, teamId) => get('/page/state', { as, team: teamId }),
  messages: (as, conversation) => get(`/page/conversations/${encode(conversation)}/messages`, { as }),
  home: (as) => get('/page/home', { as }),
  openHome: (as) => post('/page/home/open', { as }),
  command: (as, command, text, channelId) =>
    post('/page/command', { as, command, text, channel_id: channelId }),
  message: (as, channelId, text) => post('/page/message', { as, channel_id: channelId, text }),
  action: (body) => post('/page/action', body),
  options: (body) => post('/page/options', body),
  submitView: (as, viewId, values) => post('/page/view/submit', { as, view_id: viewId, values }),
  closeView: (as, viewId) => post('/page/view/close', { as, view_id: viewId }),
  moveClock: (to) => post('/page/clock', { to }),
  changePerson: (person, changes) => post(`/page/people/${encode(person)}`, changes),
  newcomer: (as, name) => post('/page/newcomers', { as, name }),
  changeChannel: (as, id, change) => post(`/page/channels/${encode(id)}`, { as, ...change }),
  table: (fileId) => get(`/page/files/${encode(fileId)}/table`),
  faults: () => get('/page/faults'),
  addFault: (as, fault) => post('/page/faults', { as, ...fault }),
  clearFaults: (as, id) => post('/page/faults/clear', { as, id }),
  seedFaults: (as, seed) => post('/page/faults/seed', { as, seed }),
  changes: (as) => new EventSource(`/page/changes?as=${encode(as)}`),
};
