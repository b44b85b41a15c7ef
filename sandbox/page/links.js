// Links to places outside: only web and mail addresses become clickable.

import { el } from './dom.js';

const ALLOWED = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** The address if it is complete and safe to follow, else null. */
export function safeUrl(address) {
  return checked(address);
}

/** The same for addresses from the server itself, which may be paths on it. */
export function ownUrl(address) {
  return checked(address, location.origin);
}

function checked(address, base) {
  try {
    const url = new URL(address, base);
    return ALLOWED.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens in a new tab; an address that must not be followed stays plain text. */
export function link(address, ...label) {
  const href = safeUrl(address);
  if (!href) return el('span', {}, ...label);
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...label);
}
