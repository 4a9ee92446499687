export interface MetricPoint {
  readonly at: string;
  readonly run: number;
  readonly values: unknown;
}

/** So many points of a metric are kept and drawn; the oldest are left out first. */
export const MAX_POINTS = 10_000;
/** A curve of more points than the chart is wide says no more. */
const DRAWN = 600;

export interface Series {
  readonly name: string;
  /** In ms since 1970, in their order. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** The points of each metric. What is not a finite number is left out: no curve can show it. */
export function withPoints(before: readonly Series[], points: readonly MetricPoint[]): readonly Series[] {
  const byName = new Map(
    before.map(({ name, times, values }) => [name, { times: [...times], values: [...values] }]),
  );
  for (const { at, values } of points)
    for (const [name, value] of Object.entries((values ?? {}) as { readonly [name: string]: unknown })) {
      if (typeof value !== 'number' || !Number.isFinite(value)) continue;
      const series = byName.get(name) ?? { times: [], values: [] };
      series.times.push(Date.parse(at));
      series.values.push(value);
      byName.set(name, series);
    }
  return [...byName]
    .map(([name, { times, values }]) => ({
      name,
      times: times.slice(-MAX_POINTS),
      values: values.slice(-MAX_POINTS),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export interface Curve {
  /** Of an SVG path. */
  readonly path: string;
  readonly low: number;
  readonly high: number;
  readonly from: number;
  readonly to: number;
}

/** Lowest and highest without spreading thousands of arguments. */
const extent = (values: readonly number[]): readonly [number, number] =>
  values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const, [
    Infinity,
    -Infinity,
  ] as readonly [number, number]);

/** The curve of a series; of points that fall on one column, the lowest and the highest are drawn. */
export function curveOf({ times, values }: Series, width: number, height: number): Curve {
  const [low, high] = extent(values);
  const [from, to] = extent(times);
  const x = (at: number): number => (to === from ? width / 2 : ((at - from) / (to - from)) * width);
  const y = (value: number): number =>
    high === low ? height / 2 : height - ((value - low) / (high - low)) * height;
  const columns = new Map<number, { first: number; low: number; high: number; last: number }>();
  const size = Math.max(1, width / DRAWN);
  times.forEach((at, index) => {
    const column = Math.round(x(at) / size);
    const value = values[index] ?? 0;
    const there = columns.get(column);
    if (!there) columns.set(column, { first: value, low: value, high: value, last: value });
    else {
      there.low = Math.min(there.low, value);
      there.high = Math.max(there.high, value);
      there.last = value;
    }
  });
  const round = (value: number): number => Math.round(value * 10) / 10;
  const places = [...columns].flatMap(([column, { first, low: least, high: most, last }]) =>
    [...new Set([first, least, most, last])].map((value) => `${round(column * size)},${round(y(value))}`),
  );
  return { path: places.length === 0 ? '' : `M${places.join('L')}`, low, high, from, to };
}

/** The point that is nearest to a place of the chart, in parts of its width. */
export function nearestPoint(
  { times, values }: Series,
  part: number,
): { readonly at: number; readonly value: number } | undefined {
  const [from, to] = extent(times);
  const wanted = from + part * (to - from);
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  const candidates = [low - 1, low].filter((index) => index >= 0 && index < times.length);
  const best = candidates.sort(
    (a, b) => Math.abs((times[a] ?? 0) - wanted) - Math.abs((times[b] ?? 0) - wanted),
  )[0];
  return best === undefined ? undefined : { at: times[best] ?? 0, value: values[best] ?? 0 };
}
