// What all charts share: the accessible SVG frame, and the grid with axes of those that have axes.

import { svg } from '../dom.js';
import { ticks } from './ticks.js';

const LETTER = 6.4;
const LABEL_MAX = 14;

/** An SVG image with title and description. */
export function chartFrame(width, height, { title, about, ids }, ...content) {
  const frame = {
    class: 'chart',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-labelledby': `${ids.title}-svg ${ids.about}`,
  };
  return svg(
    'svg',
    frame,
    svg('title', { id: `${ids.title}-svg` }, title),
    svg('desc', { id: ids.about }, about),
    ...content,
  );
}

/** Where things go: scales for the values and the categories of `chart` at `width`. */
export function layout(chart, width) {
  const { categories, x_label: xLabel, y_label: yLabel } = axes(chart);
  const values = chart.series.flatMap(({ data }) => data.map(({ value }) => value));
  const steps = ticks(Math.min(0, ...values), Math.max(0, ...values), values.every(Number.isInteger));
  const left = 14 + LETTER * Math.max(...steps.map((step) => String(step).length)) + (yLabel ? 20 : 0);
  const band = (width - left - 10) / categories.length;
  const tilted = Math.max(...categories.map((name) => short(name).length)) * LETTER > band - 6;
  const bottom = (tilted ? 66 : 24) + (xLabel ? 20 : 0);
  const height = 218 + bottom;
  const plot = { left, right: width - 10, top: 10, bottom: height - bottom };
  const span = steps.at(-1) - steps[0];
  const y = (value) => plot.bottom - ((value - steps[0]) / span) * (plot.bottom - plot.top);
  return {
    width,
    height,
    plot,
    band,
    tilted,
    steps,
    categories,
    xLabel,
    yLabel,
    y,
    x: (index) => left + band * (index + 0.5),
  };
}

function axes(chart) {
  const config = chart.axis_config ?? {};
  return { ...config, categories: config.categories ?? chart.series[0].data.map(({ label }) => label) };
}

/** The value of a series at a category, or null. */
export function valueAt(series, category) {
  return series.data.find(({ label }) => label === category)?.value ?? null;
}

/** Grid lines, tick labels and axis labels. */
export function grid(space) {
  return svg(
    'g',
    { class: 'axes', 'aria-hidden': 'true' },
    space.steps.map((step) => rule(space, step)),
    space.categories.map((name, index) => categoryLabel(space, name, index)),
    axisLabels(space),
  );
}

function rule({ plot, y }, step) {
  const at = Math.round(y(step)) + 0.5;
  const line = svg('line', {
    class: step === 0 ? 'zero' : 'rule',
    x1: plot.left,
    x2: plot.right,
    y1: at,
    y2: at,
  });
  return [line, svg('text', { x: plot.left - 8, y: at + 4, 'text-anchor': 'end' }, String(step))];
}

/** Tilted labels still need about 16 px each; beyond that every second or third is left out. */
function categoryLabel({ x, plot, band, tilted }, name, index) {
  if (tilted && index % Math.ceil(16 / band)) return null;
  const props = tilted
    ? { transform: `translate(${x(index) + 4} ${plot.bottom + 14}) rotate(-38)`, 'text-anchor': 'end' }
    : { x: x(index), y: plot.bottom + 18, 'text-anchor': 'middle' };
  return svg('text', props, short(name), svg('title', {}, name));
}

function axisLabels({ plot, height, xLabel, yLabel }) {
  const across =
    xLabel &&
    svg(
      'text',
      { class: 'axis-label', x: (plot.left + plot.right) / 2, y: height - 5, 'text-anchor': 'middle' },
      xLabel,
    );
  const up =
    yLabel &&
    svg(
      'text',
      {
        class: 'axis-label',
        transform: `translate(13 ${(plot.top + plot.bottom) / 2}) rotate(-90)`,
        'text-anchor': 'middle',
      },
      yLabel,
    );
  return [across, up];
}

function short(name) {
  return name.length > LABEL_MAX ? `${name.slice(0, LABEL_MAX - 1)}…` : name;
}
