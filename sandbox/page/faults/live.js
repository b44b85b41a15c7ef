// What the panel shows, as the server knows it now, and the acts that change it.

import { api } from '../api.js';
import { untilReleased } from '../pressing.js';
import { store, update } from '../state.js';
import { guarded } from '../toasts.js';

let loading = null;

/** Loads faults and calls; who asks while they are on the way waits for the same answer. */
export function loadFaults() {
  loading ??= guarded(load).finally(() => {
    loading = null;
  });
  return loading;
}

async function load() {
  const faults = await api.faults();
  await untilReleased();
  update({ faults });
}

/** Adds a fault. */
export function add(fault) {
  return changing(() => api.addFault(store.as, fault));
}

/** Ends one fault, or all without an id. */
export function stop(id) {
  return changing(() => api.clearFaults(store.as, id));
}

/** Draws a mix of faults; the same seed draws the same one. */
export function drawBySeed(seed) {
  return changing(() => api.seedFaults(store.as, seed));
}

async function changing(work) {
  const answer = await guarded(work);
  await loading;
  await loadFaults();
  return answer;
}
