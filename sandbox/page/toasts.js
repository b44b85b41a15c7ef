// Short notices at the bottom of the page, above any dialog.

import { el } from './dom.js';
import { icon } from './icons.js';

const SHOWN_FOR_MS = 7000;

/** Shows one error sentence for a few seconds. */
export function showError(sentence) {
  const host = document.getElementById('toasts');
  const close = el(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss', onclick: () => dismiss(toast) },
    icon('close', 16),
  );
  const toast = el(
    'div',
    { class: 'toast', role: 'alert', testid: 'error' },
    icon('warning'),
    el('span', {}, sentence),
    close,
  );
  host.append(toast);
  raise(host);
  setTimeout(() => dismiss(toast), SHOWN_FOR_MS);
}

/** Runs `work` and shows its failure; answers what it answered, or undefined. */
export async function guarded(work) {
  try {
    return await work();
  } catch (error) {
    showError(error.message);
    return undefined;
  }
}

function dismiss(toast) {
  const host = toast.parentElement;
  toast.remove();
  if (host && !host.children.length && host.matches(':popover-open')) host.hidePopover();
}

/** The top layer is the only place above an open dialog; re-opening moves the notices to its end. */
function raise(host) {
  host.setAttribute('popover', 'manual');
  if (host.matches(':popover-open')) host.hidePopover();
  host.showPopover();
}
