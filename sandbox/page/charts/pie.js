// Pie charts, drawn as a ring with the total in the middle.

import { svg } from '../dom.js';
import { chartFrame } from './frame.js';

const OUTER = 88;
const INNER = 56;
const SIDE = 192;

/** Draws a pie of `chart.segments`. */
export function drawPie(chart, width, text) {
  const total = chart.segments.reduce((sum, { value }) => sum + value, 0);
  let from = 0;
  const slices = chart.segments.map((segment, index) => {
    const to = from + segment.value / total;
    const node = slice(from, to, index, `${segment.label}: ${segment.value}`);
    from = to;
    return node;
  });
  const middle = svg(
    'text',
    { class: 'pie-total', 'text-anchor': 'middle', y: 8 },
    String(Math.round(total * 100) / 100),
  );
  const ring = svg('g', { transform: `translate(${SIDE / 2} ${SIDE / 2})` }, slices, middle);
  return chartFrame(SIDE, SIDE, text, ring);
}

function slice(from, to, index, label) {
  const whole = to - from > 0.9999;
  const d = whole ? `${ring(OUTER)} ${ring(INNER)}` : arc(from, to);
  return svg(
    'path',
    { class: `slice series-${index + 1}`, d, 'fill-rule': 'evenodd' },
    svg('title', {}, label),
  );
}

function ring(radius) {
  return `M0 ${-radius}A${radius} ${radius} 0 1 1 0 ${radius}A${radius} ${radius} 0 1 1 0 ${-radius}Z`;
}

function arc(from, to) {
  const large = to - from > 0.5 ? 1 : 0;
  const outer = `M${point(from, OUTER)}A${OUTER} ${OUTER} 0 ${large} 1 ${point(to, OUTER)}`;
  return `${outer}L${point(to, INNER)}A${INNER} ${INNER} 0 ${large} 0 ${point(from, INNER)}Z`;
}

function point(share, radius) {
  const angle = 2 * Math.PI * share - Math.PI / 2;
  return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
}
