// Modals: the top of the viewer's view stack as a dialog, with validation, errors and loading state.

import { api } from './api.js';
import { renderBlocks } from './blocks/index.js';
import { el, focusedHook, refocus, replace, uniqueId } from './dom.js';
import { formFailure } from './failures.js';
import { icon } from './icons.js';
import { plain, plainLabel, textObject } from './mrkdwn.js';
import { refresh } from './session.js';
import { store, subscribe, viewerKey, viewerZone } from './state.js';
import { viewSurface } from './surface.js';
import { problems } from './validation.js';

/** Shows the viewer's top modal whenever there is one. */
export function mountViews() {
  const dialog = el('dialog', { class: 'modal', testid: 'modal', 'aria-modal': 'true' });
  document.body.append(dialog);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    closeTop(dialog);
  });
  dialog.addEventListener('close', () => closedByBrowser(dialog));
  subscribe(() => draw(dialog));
}

/** A second Escape in a row closes a dialog whatever the page says; the server must hear of it. */
function closedByBrowser(dialog) {
  if (!dialog.viewId) return;
  dialog.signature = null;
  closeTop(dialog);
}

function draw(dialog) {
  const stack = store.snapshot?.views ?? [];
  const view = stack.at(-1);
  const signature =
    view && JSON.stringify([viewerKey(), view.id, view.hash, view.blocks, stack.length, viewerZone()]);
  if (dialog.signature === signature) return;
  const samePlace = dialog.viewId === view?.id;
  Object.assign(dialog, { signature, viewId: view?.id });
  if (view) show(dialog, view, stack.length, samePlace);
  else if (dialog.open) {
    dialog.close();
    replace(dialog);
  }
}

function show(dialog, view, depth, samePlace) {
  const focused = samePlace ? focusedHook(dialog) : null;
  const scrolled = samePlace ? dialog.querySelector('.modal-body')?.scrollTop : 0;
  const titleId = uniqueId('modal-title');
  dialog.setAttribute('aria-labelledby', titleId);
  replace(dialog, form(dialog, view, depth, titleId));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('.modal-body').scrollTop = scrolled;
  if (focused) refocus(dialog, focused);
  else firstField(dialog)?.focus();
}

function firstField(dialog) {
  const wanted =
    dialog.querySelector('[data-autofocus]') ??
    dialog.querySelector('.field :is(input, textarea, select):not([disabled])');
  return wanted ?? dialog.querySelector('.modal-foot button, .modal-head button');
}

function form(dialog, view, depth, titleId) {
  const surface = viewSurface(view);
  const body = el('div', { class: 'modal-body' }, renderBlocks(view.blocks, surface));
  const node = el(
    'form',
    { class: 'modal-form', novalidate: true },
    head(dialog, view, depth, titleId),
    el('div', { class: 'modal-banner' }),
    body,
    foot(dialog, view),
  );
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    if (view.submit) submit(node, view, surface);
  });
  return node;
}

function head(dialog, view, depth, titleId) {
  const close = () => closeTop(dialog);
  const back =
    depth > 1 &&
    el(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': 'Back', testid: 'modal-back', onclick: close },
      icon('back'),
    );
  const shut = el(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': 'Close', testid: 'modal-close', onclick: close },
    icon('close', 20),
  );
  return el('header', { class: 'modal-head' }, back, el('h2', { id: titleId }, textObject(view.title)), shut);
}

function foot(dialog, view) {
  const hasInput = view.blocks.some(({ type }) => type === 'input');
  const cancel = el(
    'button',
    { type: 'button', class: 'button', testid: 'modal-cancel', onclick: () => closeTop(dialog) },
    view.close ? plainLabel(view.close) : hasInput ? 'Cancel' : 'Close',
  );
  const submitButton =
    view.submit &&
    el(
      'button',
      {
        type: 'submit',
        class: 'button button-primary',
        testid: 'modal-submit',
        disabled: view.submit_disabled,
      },
      plainLabel(view.submit),
    );
  return el('footer', { class: 'modal-foot' }, cancel, submitButton);
}

async function submit(node, view, surface) {
  if (node.classList.contains('busy')) return;
  const found = problems(view.blocks, surface.values);
  showErrors(node, found);
  if (Object.keys(found).length) return;
  setBusy(node, true);
  const answer = await api
    .submitView(store.as, view.id, surface.values)
    .catch((error) => ({ ok: false, error: error.message }));
  setBusy(node, false);
  if (!answer.ok) refused(node, answer);
  await refresh('messages', 'home');
}

/** Errors at fields speak for themselves; what else went wrong is said above them, and nothing typed is lost. */
function refused(node, { errors = {}, error }) {
  showErrors(node, errors);
  if (Object.keys(errors).length) return;
  const banner = { class: 'banner-error', role: 'alert', testid: 'error' };
  const sentence = el('p', banner, icon('warning'), formFailure(error));
  replace(node.querySelector('.modal-banner'), sentence);
}

function setBusy(node, busy) {
  node.classList.toggle('busy', busy);
  node.querySelector('.modal-body').inert = busy;
  const button = node.querySelector('[data-testid="modal-submit"]');
  button.disabled = busy;
  button.setAttribute('aria-busy', String(busy));
  if (busy) button.prepend(el('span', { class: 'spinner', 'aria-hidden': 'true' }));
  else button.querySelector('.spinner')?.remove();
}

function showErrors(node, errors) {
  replace(node.querySelector('.modal-banner'));
  for (const field of node.querySelectorAll('.field')) showFieldError(field, errors[field.dataset.block]);
  const first = node.querySelector('.field-invalid');
  first?.scrollIntoView({ block: 'center' });
  first?.querySelector('input, textarea, select, button')?.focus({ preventScroll: true });
}

function showFieldError(field, sentence) {
  const host = field.querySelector('.field-error');
  field.classList.toggle('field-invalid', Boolean(sentence));
  replace(host, sentence ? el('span', { testid: 'error' }, plain(sentence)) : null);
  for (const control of field.querySelectorAll('input, textarea, select'))
    control.setAttribute('aria-invalid', String(Boolean(sentence)));
}

async function closeTop(dialog) {
  if (!dialog.viewId || dialog.querySelector('.busy')) return;
  await api.closeView(store.as, dialog.viewId).catch((error) => refused(dialog, { error: error.message }));
  await refresh('messages', 'home');
}
