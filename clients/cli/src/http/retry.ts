import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unreachable } from '../errors.js';

export interface Attempts {
  /** For all attempts together. */
  readonly timeoutMs: number;
  readonly log: (line: string) => void;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 2_000;
/** The gateway restarts, or is reached by a proxy whose gateway does. */
const RETRIED_STATUSES = new Set([429, 502, 503, 504]);

export const newIdempotencyKey = (): string => randomUUID();

/**
 * Sends a request again after errors of the network and answers that say "later", until the time is over. Requests that
 * change something carry an idempotency key, so that a second one does it once.
 * @returns the last answer, whatever its status
 */
export async function withRetries(
  send: (signal: AbortSignal) => Promise<Response>,
  { timeoutMs, log }: Attempts,
  url: string,
): Promise<Response> {
  const deadline = Date.now() + timeoutMs;
  for (let attempt = 0; ; attempt += 1) {
    const left = deadline - Date.now();
    let delay = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
    try {
      const response = await send(AbortSignal.timeout(Math.max(1, left)));
      if (!RETRIED_STATUSES.has(response.status)) return response;
      const seconds = Number(response.headers.get('retry-after') ?? 0);
      delay = Math.max(delay, Number.isFinite(seconds) ? seconds * 1_000 : 0);
      if (Date.now() + delay > deadline) return response;
      log(`${response.status}, again in ${delay} ms`);
      await response.body?.cancel();
    } catch (error) {
      if (Date.now() + delay > deadline) throw unreachable(url, error, timeoutMs);
      log(`${reasonOf(error)}, again in ${delay} ms`);
    }
    await sleep(delay);
  }
}

export function unreachable(url: string, error: unknown, timeoutMs: number): Unreachable {
  return new Unreachable(
    `${url} does not answer: ${reasonOf(error)} (timeout ${timeoutMs / 1_000} s)`,
    'is the platform running, and the URL right? berth doctor looks closer',
  );
}

/** `fetch failed` hides the cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'timed out';
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const { code } = cause as NodeJS.ErrnoException;
  return cause.message || code || error.message;
}
