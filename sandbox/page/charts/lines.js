// Line and area charts.

import { svg } from '../dom.js';
import { chartFrame, grid, layout, valueAt } from './frame.js';

const MARK = 3.6;
const MARK_STEP = 1.8;

/** Draws one line per series. */
export function drawLine(chart, width, text) {
  return draw(chart, width, text, false);
}

/** Draws lines with the area below them tinted. */
export function drawArea(chart, width, text) {
  return draw(chart, width, text, true);
}

function draw(chart, width, text, filled) {
  const space = layout(chart, width);
  const areas = filled ? chart.series.map((series, index) => area(space, series, index)) : [];
  const lines = chart.series.map((series, index) => line(space, series, index, chart.series.length));
  return chartFrame(width, space.height, text, grid(space), svg('g', {}, areas), svg('g', {}, lines));
}

function points({ x, y, categories }, series) {
  const all = categories.map((category, index) => ({
    category,
    at: x(index),
    value: valueAt(series, category),
  }));
  return all.filter(({ value }) => value !== null).map((point) => ({ ...point, up: y(point.value) }));
}

function path(list) {
  return list.map(({ at, up }, index) => `${index ? 'L' : 'M'}${at.toFixed(1)} ${up.toFixed(1)}`).join('');
}

function area(space, series, index) {
  const list = points(space, series);
  if (!list.length) return null;
  const base = space.y(0);
  return svg('path', {
    class: `area series-${index + 1}`,
    d: `${path(list)}L${list.at(-1).at} ${base}L${list[0].at} ${base}Z`,
  });
}

/** Earlier series have larger marks, so that equal values show as rings around each other. */
function line(space, series, index, count) {
  const radius = MARK + MARK_STEP * (count - 1 - index);
  const list = points(space, series);
  const dots = list.map(({ category, at, up, value }) =>
    svg(
      'circle',
      { class: `mark series-${index + 1}`, cx: at, cy: up, r: radius },
      svg('title', {}, `${series.name}, ${category}: ${value}`),
    ),
  );
  return [svg('path', { class: `line series-${index + 1}`, d: path(list) }), dots];
}
