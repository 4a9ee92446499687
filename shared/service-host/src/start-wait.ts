import { setTimeout as sleep } from 'node:timers/promises';
import { isRefusal } from '@berth/bus/connection';
import { addressesOf, plainReason, withoutSecrets } from './connection-strings.js';
import { tellWaiting } from './process-signals.js';

/** Why a process does not start, as a sentence for whoever started it. Trying again does not help. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** What a process needs and can't start itself. */
export interface Needed {
  readonly kind: 'KurrentDB' | 'MongoDB' | 'NATS';
  readonly url: string;
  /** The setting that says where it is. */
  readonly setting: string;
  /** Whether an error means that it is not there yet; any other one is final. */
  readonly isAway: (error: unknown) => boolean;
}

export const neededBus = (url: string): Needed => ({
  kind: 'NATS',
  url,
  setting: 'BERTH_NATS_URL',
  isAway: (error) => !isRefusal(error),
});

const DEFAULT_PORTS = { KurrentDB: 2113, MongoDB: 27_017, NATS: 4222 } as const;
const PAUSE_MS = 500;
/** The launcher is told again as often, so that it knows that somebody still waits. */
const TELL_AGAIN_MS = 5000;

/** Opens what may not be there yet: says once what it waits for, and again when the reason changes, until time is up. */
export class StartWait {
  constructor(
    private readonly withinSeconds: number,
    private readonly log: { warn(fields: object, message: string): void },
  ) {}

  async until<T>(needed: Needed, open: () => Promise<T>): Promise<T> {
    const what = `${needed.kind} at ${addressesOf(needed.url, DEFAULT_PORTS[needed.kind])}`;
    const deadline = performance.now() + this.withinSeconds * 1000;
    const clean = withoutSecrets([needed.url]);
    let said = '';
    let toldAt = 0;
    for (;;) {
      try {
        return await open();
      } catch (error) {
        const reason = clean(plainReason(error));
        if (!needed.isAway(error)) {
          const where = reason.includes(needed.setting) ? '' : ` (${needed.setting})`;
          throw new StartError(`${what}: ${reason}${where}`, { cause: error });
        }
        if (performance.now() + PAUSE_MS > deadline) {
          throw new StartError(
            `${what} was not there within ${this.withinSeconds} s (BERTH_START_WAIT_SECONDS): ${reason}; ` +
              `start it, or set ${needed.setting} to where it is`,
            { cause: error },
          );
        }
        const text = `waiting for ${what}: ${reason}`;
        if (text !== said) this.log.warn({}, text);
        if (text !== said || performance.now() - toldAt > TELL_AGAIN_MS) {
          tellWaiting(text);
          toldAt = performance.now();
        }
        said = text;
        await sleep(PAUSE_MS);
      }
    }
  }
}
