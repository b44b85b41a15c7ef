// Bar charts: one group of columns per category.

import { svg } from '../dom.js';
import { chartFrame, grid, layout, valueAt } from './frame.js';

const WIDEST = 44;

/** Draws grouped columns. */
export function drawBars(chart, width, text) {
  const space = layout(chart, width);
  const column = Math.min((space.band * 0.7) / chart.series.length, WIDEST);
  const bars = chart.series.flatMap((series, index) =>
    space.categories.map((category, at) => {
      const left = space.x(at) + (index - chart.series.length / 2) * column;
      return bar(space, { series, index, category, left, column });
    }),
  );
  return chartFrame(width, space.height, text, grid(space), svg('g', {}, bars));
}

function bar({ y }, { series, index, category, left, column }) {
  const value = valueAt(series, category);
  if (!value) return null;
  const [top, bottom] = [y(Math.max(value, 0)), y(Math.min(value, 0))];
  const wide = Math.max(column - 2, 1);
  const props = {
    class: `bar series-${index + 1}`,
    x: left + 1,
    y: top,
    width: wide,
    height: Math.max(bottom - top, 1),
    rx: Math.min(3, wide / 2),
  };
  return svg('rect', props, svg('title', {}, `${series.name}, ${category}: ${value}`));
}
