import type { Refusal } from '../api/refusal.js';
import type { FreeWindowsQuery } from '../generated/operations.js';

/** When some devices are free together. */
export interface FreeWindow {
  readonly from: string;
  readonly until: string;
  readonly devices: readonly {
    readonly uuid: string;
    readonly index: number;
    readonly host?: { readonly name: string } | null;
  }[];
}

export type AvailableWindow = FreeWindowsQuery['availability']['windows'][number];

/** The windows that a refusal for a conflict offers. */
export function windowsOf(refusal: Refusal): readonly FreeWindow[] {
  const { freeWindows } = refusal as Refusal & { readonly freeWindows?: readonly FreeWindow[] };
  return freeWindows ?? [];
}

/** Devices by host, with their numbers: `gpu-01: 0, 1`. */
export function devicesByHost(
  devices: FreeWindow['devices'],
): { readonly host: string; readonly indices: readonly number[] }[] {
  const hosts = new Map<string, number[]>();
  for (const { host, index } of devices) {
    const name = host?.name ?? '?';
    hosts.set(name, [...(hosts.get(name) ?? []), index]);
  }
  return [...hosts].map(([host, indices]) => ({ host, indices: indices.toSorted((a, b) => a - b) }));
}

/** Of a free window, the part of a length that is nearest to a wanted start. */
export function nearestPart(
  window: { readonly from: string; readonly until: string },
  wanted: { readonly from: number; readonly ms: number },
): { readonly from: number; readonly until: number } {
  const first = Date.parse(window.from);
  const end = Date.parse(window.until);
  const from = Math.max(first, Math.min(wanted.from, end - wanted.ms));
  return { from, until: Math.min(end, from + wanted.ms) };
}
