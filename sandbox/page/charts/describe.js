// The words behind a chart, for those who hear it.

/** One sentence per series or segment. */
export function describe(chart) {
  if (chart.type === 'pie')
    return `Pie chart. ${chart.segments.map(({ label, value }) => `${label}: ${value}`).join('; ')}.`;
  const axes = chart.axis_config ?? {};
  const across = [axes.x_label && `Across: ${axes.x_label}.`, axes.y_label && `Up: ${axes.y_label}.`]
    .filter(Boolean)
    .join(' ');
  const series = chart.series.map(
    ({ name, data }) => `${name}: ${data.map(({ label, value }) => `${label} ${value}`).join(', ')}.`,
  );
  return `${chart.type.charAt(0).toUpperCase()}${chart.type.slice(1)} chart. ${across} ${series.join(' ')}`;
}
