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

function get(path, params = {}) {
  const given = Object.entries(params).filter(([, value]) => value);
  const query = new URLSearchParams(given).toString();
  return request(query ? `${path}?${query}` : path, { headers: { accept: 'application/json' } });
}

function post(path, body) {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  return request(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

const encode = encodeURIComponent;

export const api = {
  state: (as) => get('/page/state', { as }),
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
  table: (fileId) => get(`/page/files/${encode(fileId)}/table`),
  changes: (as) => new EventSource(`/page/changes?as=${encode(as)}`),
};
