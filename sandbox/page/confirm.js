// Slack's confirmation dialog: asks before an act that has a `confirm` object.

import { textObject } from './mrkdwn.js';
import { el, uniqueId } from './dom.js';

/** Resolves to true when there is nothing to ask or the person agrees. */
export function confirmed(question) {
  return question
    ? new Promise((resolve) => {
        ask(question, resolve);
      })
    : Promise.resolve(true);
}

function ask(question, resolve) {
  const titleId = uniqueId('confirm');
  const style = question.style === 'danger' ? 'button-danger' : 'button-primary';
  const deny = el(
    'button',
    { type: 'submit', value: 'deny', class: 'button', testid: 'confirm-cancel' },
    textObject(question.deny ?? 'Cancel'),
  );
  const agree = el(
    'button',
    { type: 'submit', value: 'agree', class: `button ${style}`, testid: 'confirm-ok' },
    textObject(question.confirm ?? 'OK'),
  );
  const body = el('div', { class: 'modal-body' }, el('p', {}, textObject(question.text)));
  const head = el(
    'header',
    { class: 'modal-head' },
    el('h2', { id: titleId }, textObject(question.title ?? 'Are you sure?')),
  );
  const form = el(
    'form',
    { method: 'dialog' },
    head,
    body,
    el('footer', { class: 'modal-foot' }, deny, agree),
  );
  const dialog = el(
    'dialog',
    { class: 'modal confirm', 'aria-labelledby': titleId, testid: 'confirm' },
    form,
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(dialog.returnValue === 'agree');
  });
  document.body.append(dialog);
  dialog.showModal();
}
