// Round numbers for a value axis.

const WANTED = 5;

/** Evenly spaced round values that cover `low` to `high`; counts get no fractions between them. */
export function ticks(low, high, isCount = false) {
  const span = high - low || 1;
  const step = Math.max(niceStep(span / WANTED), isCount ? 1 : 0);
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough * 0.999);
  return factor * power;
}
