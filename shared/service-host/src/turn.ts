import { Lease } from '@berth/bus/lease';
import type { Bus } from '@berth/bus/connection';
import type { ServiceName } from '@berth/contracts/services';
import type { Logger } from './log.js';

/** The right to be the copy that serves, where several share a store. */
export interface Turn {
  /** Resolves, with what to say, when another copy may have taken over: stop at once. Never where there is no other. */
  readonly lost: Promise<string>;
  /** Gives it up, so that the next copy need not wait. */
  stop(): Promise<void>;
}

/** A store that only one process can open makes that process the one that serves. */
export const onlyCopy: Turn = { lost: new Promise(() => undefined), stop: async () => undefined };

/**
 * Waits until this copy holds its service's lease: the others stand by with everything open, and the first of them
 * serves within seconds of the holder's end. Safety does not rest on it: every append is conditional.
 */
export async function waitForTurn(bus: Bus, service: ServiceName, log: Logger): Promise<Turn> {
  const gained = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<string>();
  let held = false;
  const lease = new Lease({
    bus,
    service,
    log,
    onChange: (holds) => {
      if (holds) gained.resolve();
      else if (held) lost.resolve('another copy may have taken over: the lease was lost');
      held = holds;
    },
  });
  lease.start();
  log.info('standing by until the lease is free');
  await gained.promise;
  return { lost: lost.promise, stop: () => lease.stop() };
}
