import type { Inflation } from '@berth/scheduler/simulation/fragmentation/inflation';

export interface Point {
  readonly arrived: number;
  /** As parts of all GPUs: over all seeds. */
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

export interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
}

export function meanCurve(name: string, runs: readonly Inflation[]): Curve {
  const points = (runs[0]?.steps ?? []).map(({ arrived }, index): Point => {
    const values = runs.map(({ steps }) => steps[index]?.unallocated ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { arrived, mean, least: Math.min(...values), most: Math.max(...values) };
  });
  return { name, points };
}

const SHOWN = [0.8, 0.9, 1, 1.1, 1.2, 1.3];

/** In percent of all GPUs, and at the end in GPUs. */
export function tableOf(curves: readonly Curve[], gpus: number): string {
  const head = ['GPUs asked for', ...SHOWN.map(percent), 'least to most at 130 %', 'GPUs at 130 %'];
  const rows = curves.map(({ name, points }) => {
    const at = (arrived: number) => points.find((point) => Math.abs(point.arrived - arrived) < 1e-6);
    const last = at(1.3);
    const spread = `${tenths(last?.least)} to ${tenths(last?.most)} %`;
    const left = String(Math.round((last?.mean ?? 0) * gpus));
    return [name, ...SHOWN.map((arrived) => `${tenths(at(arrived)?.mean)} %`), spread, left];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const percent = (part: number): string => `${Math.round(100 * part)} %`;
const tenths = (part = 0): string => (100 * part).toFixed(1);
