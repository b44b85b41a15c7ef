// data_visualization: a captioned chart with legend, drawn as SVG at the width it really has.

import { drawArea, drawLine } from '../charts/lines.js';
import { drawBars } from '../charts/bars.js';
import { describe } from '../charts/describe.js';
import { drawPie } from '../charts/pie.js';
import { el, replace, uniqueId } from '../dom.js';

const DRAWERS = { pie: drawPie, bar: drawBars, line: drawLine, area: drawArea };
const FIRST_WIDTH = 480;

/** Draws a data_visualization block. */
export function chartBlock(block) {
  const { chart } = block;
  const ids = { title: uniqueId('chart'), about: uniqueId('chart') };
  const caption = el('figcaption', { id: ids.title }, block.title?.text ?? block.title ?? '');
  const canvas = el('div', { class: 'chart-canvas' });
  const text = { title: caption.textContent, about: describe(chart), ids };
  const figure = el(
    'figure',
    { testid: 'chart', data: { chart: chart.type } },
    caption,
    el('div', { class: `chart-inner chart-${chart.type}` }, canvas, legend(chart)),
  );
  keepCrisp(canvas, (width) =>
    replace(canvas, DRAWERS[chart.type]?.(chart, width, text) ?? `Unknown chart “${chart.type}”`),
  );
  return figure;
}

/** Draws again at each new width, so that letters never shrink with the picture. */
function keepCrisp(canvas, draw) {
  let drawn = FIRST_WIDTH;
  draw(drawn);
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry.contentRect.width);
    if (!width || width === drawn) return;
    drawn = width;
    requestAnimationFrame(() => draw(width));
  }).observe(canvas);
}

function legend(chart) {
  const rows = chart.type === 'pie' ? shares(chart.segments) : chart.series.map(({ name }) => ({ name }));
  return el(
    'ul',
    { class: 'legend' },
    rows.map(({ name, value }, index) =>
      el(
        'li',
        {},
        el('span', { class: `swatch series-${index + 1}` }),
        el('span', { class: 'legend-name' }, name),
        value && el('span', { class: 'legend-value' }, value),
      ),
    ),
  );
}

function shares(segments) {
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  return segments.map(({ label, value }) => ({
    name: label,
    value: `${value} (${Math.round((100 * value) / total)} %)`,
  }));
}
