import type { Api } from './http/api.js';
import { plainId } from './output/view.js';
import { formatRelative, formatTime } from './time/format-time.js';

export interface Pending {
  readonly position: number | null;
  readonly aheadCount: number;
  readonly ahead: readonly { readonly id: string; readonly name: string }[];
  readonly estimatedStart: string | null;
  readonly estimateConfidence: string;
  readonly estimateMessage: string | null;
  readonly reasons: readonly { readonly code: string; readonly kind: string; readonly message: string }[];
}

/** Null once the job does not wait any more. */
export const pendingOf = (api: Api, id: string): Promise<Pending | null | undefined> =>
  api.get<Pending | null | undefined>(`/jobs/${encodeURIComponent(id)}/pending`);

/** `waiting: 3rd in the queue, may start at 14:20 (likely): 2 of 4 A100 are in use`. */
export function pendingLine(pending: Pending, utc: boolean): string {
  const parts = [
    ...(pending.position === null ? [] : [`position ${pending.position}`]),
    ...(pending.estimatedStart === null ? [] : [estimate(pending, utc)]),
    ...pending.reasons.map(({ message }) => message),
  ];
  return `waiting: ${parts.join('; ')}`;
}

export function pendingLines(pending: Pending, utc: boolean): string[] {
  const ahead = pending.ahead.map(({ id, name }) => `${name} (${plainId(id)})`).join(', ');
  return [
    ...pending.reasons.map(({ code, message }) => `${code}: ${message}`),
    ...(pending.position === null ? [] : [`position ${pending.position} in the queue`]),
    ...(pending.aheadCount === 0 ? [] : [`${pending.aheadCount} ahead${ahead === '' ? '' : `: ${ahead}`}`]),
    ...(pending.estimatedStart === null ? [] : [estimate(pending, utc)]),
    ...(pending.estimateMessage === null ? [] : [pending.estimateMessage]),
  ];
}

const estimate = ({ estimatedStart, estimateConfidence }: Pending, utc: boolean): string =>
  `may start at ${formatTime(estimatedStart ?? '', utc)}, ${formatRelative(estimatedStart ?? '')} (${estimateConfidence.toLowerCase()})`;
