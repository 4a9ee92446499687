import type { GridDevice } from './entry.js';

export type Row =
  | { readonly kind: 'pool'; readonly name: string; readonly key: string }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly host: string;
      readonly model: string;
      readonly devices: number;
    }
  | { readonly kind: 'device'; readonly key: string; readonly device: GridDevice; readonly lanes: number };

/** Rows in their order, with where each begins, in px from the top. */
export interface Layout {
  readonly rows: readonly Row[];
  /** One more than rows: the last is the height of all. */
  readonly tops: readonly number[];
  /** Indices of the rows that are devices. */
  readonly deviceRows: readonly number[];
}

export interface Heights {
  readonly heading: number;
  readonly lane: number;
  readonly padding: number;
}

/** Of a busy shared device; more lanes are thinner. */
const MAX_FULL_LANES = 3;

export const laneHeightOf = (lanes: number, { lane }: Heights): number =>
  lanes <= MAX_FULL_LANES ? lane : Math.max(lane / 3, (lane * MAX_FULL_LANES) / lanes);

export function heightOf(row: Row, heights: Heights): number {
  if (row.kind !== 'device') return heights.heading;
  return row.lanes * laneHeightOf(row.lanes, heights) + 2 * heights.padding;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Devices by pool, then host, then model; `gpu-10` comes after `gpu-9`. */
export function layOut(
  devices: readonly GridDevice[],
  lanesOf: (uuid: string) => number,
  heights: Heights,
): Layout {
  const order = devices.toSorted(
    (a, b) =>
      collator.compare(a.pool.name, b.pool.name) ||
      collator.compare(a.host.name, b.host.name) ||
      collator.compare(a.model, b.model) ||
      a.index - b.index,
  );
  const rows: Row[] = [];
  const severalPools = new Set(order.map(({ pool }) => pool.id)).size > 1;
  const sizes = new Map<string, number>();
  const groupOf = ({ pool, host, model }: GridDevice): string => `${pool.id} ${host.id} ${model}`;
  for (const device of order) sizes.set(groupOf(device), (sizes.get(groupOf(device)) ?? 0) + 1);
  let before: GridDevice | undefined;
  for (const device of order) {
    const { pool, host, model, uuid } = device;
    if (severalPools && before?.pool.id !== pool.id)
      rows.push({ kind: 'pool', key: pool.id, name: pool.name });
    const key = groupOf(device);
    if (before === undefined || groupOf(before) !== key)
      rows.push({ kind: 'group', key, host: host.name, model, devices: sizes.get(key) ?? 0 });
    rows.push({ kind: 'device', key: uuid, device, lanes: lanesOf(uuid) });
    before = device;
  }
  const tops = [0];
  for (const row of rows) tops.push((tops.at(-1) ?? 0) + heightOf(row, heights));
  return { rows, tops, deviceRows: rows.flatMap((row, index) => (row.kind === 'device' ? [index] : [])) };
}

/** The row at a height, by bisection; the nearest one beyond the ends. */
export function rowAt({ tops, rows }: Layout, y: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Rows that are seen between two heights, with some more on both sides, as [first, end). */
export function rowsWithin(
  layout: Layout,
  top: number,
  bottom: number,
  more = 3,
): { readonly first: number; readonly end: number } {
  return {
    first: Math.max(0, rowAt(layout, top) - more),
    end: Math.min(layout.rows.length, rowAt(layout, bottom) + 1 + more),
  };
}

/** The device row nearest to a row, as its place among the devices. */
export function deviceNear({ deviceRows }: Layout, row: number): number {
  const after = deviceRows.findIndex((each) => each >= row);
  return after === -1 ? deviceRows.length - 1 : after;
}
