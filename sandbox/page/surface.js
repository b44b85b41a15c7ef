// Where blocks live (a message or a view): their input values, which survive redraws, and their acts.

import { api } from './api.js';
import { confirmed } from './confirm.js';
import { initialFields } from './elements/initial.js';
import { act } from './session.js';
import { store, viewerKey } from './state.js';
import { guarded } from './toasts.js';

const drafts = new Map();

/** The surface of one message. */
export function messageSurface(message, channelId) {
  return createSurface({ type: 'message', channel_id: channelId, message_ts: message.ts }, {});
}

/** The surface of a modal or Home view. */
export function viewSurface(view) {
  return createSurface({ type: 'view', view_id: view.id }, view.state?.values ?? {});
}

/** Values stay only for blocks drawn again under the same block and action id, as in Slack. */
function createSurface(container, known) {
  const key = JSON.stringify([viewerKey(), container]);
  const before = drafts.get(key) ?? {};
  const surface = { container, values: {} };
  drafts.set(key, surface.values);
  surface.cell = (element, blockId, dispatch) =>
    createCell(surface, element, blockId, dispatch, [before, known]);
  surface.act = (blockId, payload) => sendAction(surface, blockId, payload);
  surface.options = (blockId, actionId, value) => fetchOptions(surface, blockId, actionId, value);
  return surface;
}

/** One input's place in the surface: its current payload and what happens when it changes. */
function createCell(surface, element, blockId, dispatch, sources) {
  const { type, action_id: actionId } = element;
  const remembered = sources
    .map((values) => values[blockId]?.[actionId])
    .find((payload) => payload?.type === type);
  const block = (surface.values[blockId] ??= {});
  block[actionId] = remembered ?? { type, ...initialFields(element) };
  return {
    surface,
    blockId,
    dispatch,
    get payload() {
      return block[actionId];
    },
    set(fields) {
      block[actionId] = { type, ...fields };
    },
    commit(fields) {
      return commit({ surface, element, blockId, dispatch, block, fields });
    },
  };
}

async function commit({ surface, element, blockId, dispatch, block, fields }) {
  block[element.action_id] = { type: element.type, ...fields };
  if (!dispatch || !(await confirmed(element.confirm))) return;
  await surface.act(blockId, { type: element.type, action_id: element.action_id, ...fields });
}

function sendAction({ container, values }, blockId, payload) {
  const action = { ...payload, block_id: blockId };
  return act(() => api.action({ as: store.as, container, block_id: blockId, action, values }));
}

async function fetchOptions({ container }, blockId, actionId, value) {
  const answer = await guarded(() =>
    api.options({ as: store.as, container, block_id: blockId, action_id: actionId, value }),
  );
  return answer ?? { options: [] };
}
