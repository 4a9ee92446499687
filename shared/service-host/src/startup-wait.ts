import { setTimeout as sleep } from 'node:timers/promises';
import { isRefusal } from '@berth/bus/connection';
import { addressesOf, plainReason, withoutSecrets } from './connection-strings.js';
import { reportWaiting } from './process-signals.js';

/** Why a process does not start, as a sentence for whoever started it. Trying again does not help. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** What a process needs and can't start itself. */
export interface Dependency {
  readonly kind: 'KurrentDB' | 'MongoDB' | 'NATS';
  readonly url: string;
  /** The environment variable that holds its address. */
  readonly setting: string;
  /** Whether an error means that it is not reachable yet; any other one is final. */
  readonly isUnreachable: (error: unknown) => boolean;
}

export const busDependency = (url: string): Dependency => ({
  kind: 'NATS',
  url,
  setting: 'BERTH_NATS_URL',
  isUnreachable: (error) => !isRefusal(error),
});

const DEFAULT_PORTS = { KurrentDB: 2113, MongoDB: 27_017, NATS: 4222 } as const;
const PAUSE_MS = 500;
/** Interval of repeated reports to the launcher, as a sign of life. */
const REPORT_INTERVAL_MS = 5000;

/**
 * Opens a dependency that may not be reachable yet: logs once what it waits for, and again when the reason changes,
 * until the timeout.
 */
export class StartupWait {
  constructor(
    private readonly timeoutSeconds: number,
    private readonly log: { warn(fields: object, message: string): void },
  ) {}

  async until<T>(dependency: Dependency, open: () => Promise<T>): Promise<T> {
    const what = `${dependency.kind} at ${addressesOf(dependency.url, DEFAULT_PORTS[dependency.kind])}`;
    const deadline = performance.now() + this.timeoutSeconds * 1000;
    const clean = withoutSecrets([dependency.url]);
    let reported = '';
    let reportedAt = 0;
    for (;;) {
      try {
        return await open();
      } catch (error) {
        const reason = clean(plainReason(error));
        if (!dependency.isUnreachable(error)) {
          const where = reason.includes(dependency.setting) ? '' : ` (${dependency.setting})`;
          throw new StartError(`${what}: ${reason}${where}`, { cause: error });
        }
        if (performance.now() + PAUSE_MS > deadline) {
          throw new StartError(
            `${what} was not reachable within ${this.timeoutSeconds} s (BERTH_START_TIMEOUT_SECONDS): ${reason}; ` +
              `start it, or set ${dependency.setting} to its address`,
            { cause: error },
          );
        }
        const text = `waiting for ${what}: ${reason}`;
        if (text !== reported) this.log.warn({}, text);
        if (text !== reported || performance.now() - reportedAt > REPORT_INTERVAL_MS) {
          reportWaiting(text);
          reportedAt = performance.now();
        }
        reported = text;
        await sleep(PAUSE_MS);
      }
    }
  }
}
