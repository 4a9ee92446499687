import { LeaderElection } from '@berth/bus/leader-election';
import type { Bus } from '@berth/bus/connection';
import type { ServiceName } from '@berth/contracts/services';
import type { Logger } from './log.js';

/** The leadership among the instances of a service that share a store. */
export interface Leadership {
  /**
   * Resolves, with a message, when another instance may have become leader: stop at once. Never where there is no
   * other.
   */
  readonly lost: Promise<string>;
  /** Releases it, so that the next instance need not wait. */
  stop(): Promise<void>;
}

/** A store that only one process can open makes that process the one that serves. */
export const soleInstance: Leadership = { lost: new Promise(() => undefined), stop: async () => undefined };

/**
 * Waits until this instance holds its service's lease: the others are on standby with everything open, and the first
 * of them serves within seconds of the leader's end. Safety does not rest on it: every append is conditional.
 */
export async function acquireLeadership(bus: Bus, service: ServiceName, log: Logger): Promise<Leadership> {
  const gained = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<string>();
  let held = false;
  const lease = new LeaderElection({
    bus,
    service,
    log,
    onChange: (holds) => {
      if (holds) gained.resolve();
      else if (held) lost.resolve('another instance may have become the leader: leadership was lost');
      held = holds;
    },
  });
  lease.start();
  log.info('on standby: waiting for leadership');
  await gained.promise;
  return { lost: lost.promise, stop: () => lease.stop() };
}
