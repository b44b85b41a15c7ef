// A floating panel next to a control: menus, option lists, the person switcher.

const GAP = 4;
const MARGIN = 8;

/** Opens `panel` by `anchor`; answers a handle whose `close` may be called more than once. */
export function openPopup(anchor, panel, { onClose, matchWidth = false, align = 'start' } = {}) {
  const place = () => position(anchor, panel, matchWidth, align);
  const closer = new AbortController();
  const close = () => {
    if (closer.signal.aborted) return;
    closer.abort();
    panel.remove();
    onClose?.();
  };
  panel.setAttribute('popover', 'manual');
  panel.classList.add('popup');
  (anchor.closest('dialog') ?? document.body).append(panel);
  panel.showPopover();
  place();
  watch(anchor, panel, { place, close, signal: closer.signal });
  return { close, place };
}

function watch(anchor, panel, { place, close, signal }) {
  const outside = (event) => {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) close();
  };
  document.addEventListener('pointerdown', outside, { signal, capture: true });
  window.addEventListener('resize', place, { signal });
  document.addEventListener(
    'scroll',
    (event) => {
      if (!panel.contains(event.target)) place();
    },
    { signal, capture: true },
  );
}

function position(anchor, panel, matchWidth, align) {
  const box = anchor.getBoundingClientRect();
  if (matchWidth) panel.style.width = `${box.width}px`;
  const below = window.innerHeight - box.bottom - MARGIN;
  const above = box.top - MARGIN;
  const upwards = below < Math.min(panel.scrollHeight, 220) && above > below;
  panel.style.maxHeight = `${Math.max(120, (upwards ? above : below) - GAP)}px`;
  const left = align === 'end' ? box.right - panel.offsetWidth : box.left;
  panel.style.left = `${clamp(left, MARGIN, window.innerWidth - panel.offsetWidth - MARGIN)}px`;
  panel.style.top = upwards ? `${box.top - panel.offsetHeight - GAP}px` : `${box.bottom + GAP}px`;
}

function clamp(value, low, high) {
  return Math.max(low, Math.min(value, high));
}

/** Moves the focus among `items` with the arrow keys, as menus do. */
export function arrowKeys(event, items) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !items.length) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length].focus();
}
