import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT } from './exit-codes.js';
import type { Api } from './http/api.js';

export interface Run {
  readonly number: number;
  readonly state: string;
  readonly signal: string | null;
  readonly exitCode: number | null;
  readonly host: { readonly name: string } | null;
}

export interface Job {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly message: string | null;
  readonly exitCode: number | null;
  readonly errorClass: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly runs: readonly Run[];
}

const ENDS = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT', 'REJECTED']);
const POLL_MS = 1_000;
const FIRST_POLL_MS = 100;

export const hasEnded = ({ state }: Job): boolean => ENDS.has(state);

/** What a shell would have got from the command itself, as far as there is such a thing. */
export function exitCodeOfJob({ state, exitCode, runs }: Job): number {
  if (state === 'SUCCEEDED') return EXIT.ok;
  if (state === 'TIMED_OUT') return EXIT.jobTimedOut;
  if (state === 'CANCELLED' || state === 'REJECTED') return EXIT.berthFailed;
  if (exitCode !== null && exitCode !== 0) return exitCode;
  const signal = runs.at(-1)?.signal;
  const number = signal ? constants.signals[signal as NodeJS.Signals] : undefined;
  return number === undefined ? EXIT.failed : 128 + number;
}

/** Resolves when it has ended; undefined when the signal comes first. */
export async function untilEnded(
  api: Api,
  id: string,
  signal: AbortSignal,
  onLook: (job: Job) => Promise<void> | void = () => undefined,
): Promise<Job | undefined> {
  let delay = FIRST_POLL_MS;
  while (!signal.aborted) {
    const job = await api.get<Job>(`/jobs/${encodeURIComponent(id)}`);
    if (hasEnded(job)) return job;
    await onLook(job);
    await sleep(delay, undefined, { signal }).catch(() => undefined);
    delay = Math.min(POLL_MS, delay * 2);
  }
  return undefined;
}
