import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `check` until it neither throws nor rejects, and returns its result; after `timeoutMs` its last error is
 * thrown. For effects of another process; what can be awaited should be.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 15_000, everyMs = 20 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await sleep(everyMs);
  }
}
