// The few line icons of the page, drawn inline so that they take the text's colour.

import { svg } from './dom.js';

const PATHS = {
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.5 4.5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M14 6l-6 6 6 6',
  down: 'M6 9l6 6 6-6',
  right: 'M9 6l6 6-6 6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M4 12l16-7-6 15-3-6-7-2zM11 14l4-4',
  next: 'M5 5l8 7-8 7zM19 5v14',
  hash: 'M9 4L7 20M17 4l-2 16M4.5 9h16M3.5 15h16',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6',
  people:
    'M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19c.6-3.5 3.2-5 6.5-5s5.9 1.5 6.5 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.3c2.1.6 3.6 2.1 4 4.7',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  up: 'M7 11v9H3.5v-9zM7 11l4-8c1.7 0 2.5 1 2.5 2.5V9h5c1.3 0 2.2 1.1 2 2.4l-1 7c-.2 1-1 1.6-2 1.6H7',
  thumbDown:
    'M17 13V4h3.5v9zM17 13l-4 8c-1.7 0-2.5-1-2.5-2.5V15h-5c-1.3 0-2.2-1.1-2-2.4l1-7c.2-1 1-1.6 2-1.6H17',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 7.8h.01',
  bolt: 'M13 3L5.5 13.5h5.5L10 21l8-11h-6z',
  warning: 'M12 4L2.5 20h19zM12 10v4M12 17h.01',
  play: 'M8 5l11 7-11 7z',
  swap: 'M4 9h14l-4-4M20 15H6l4 4',
  sort: 'M8 9l4-4 4 4M8 15l4 4 4-4',
  slash: 'M15 4L9 20',
};

/** One icon by name, hidden from screen readers: the control around it carries the label. */
export function icon(name, size = 18) {
  const drawing = {
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.8,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  };
  const frame = { class: 'icon', viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true' };
  return svg('svg', { ...frame, ...drawing }, svg('path', { d: PATHS[name] ?? PATHS.info }));
}
