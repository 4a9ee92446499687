import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@berth/bus/connection';
import type { Logger } from '@berth/service-host/log';
import { renew, type GatewayRequestOptions } from './join.js';
import type { Membership } from './membership.js';
import type { HostRemoval } from './removal.js';

const RETRY_MS = 60_000;
/** A bus that is started anew is back within this time. */
const AWAY_MS = 2_000;
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface RenewalOptions extends GatewayRequestOptions {
  readonly log: Logger;
  readonly removal: HostRemoval;
}

/**
 * Renews the credentials after half of their life, and goes on trying until they are. The bus ends the connection when
 * they are over; it is made again with those in the file. The host's clock is not used, since it may be set.
 */
export async function keepRenewing(
  membership: Membership,
  { log, removal, ...options }: RenewalOptions,
): Promise<void> {
  const { signal } = options;
  while (!signal.aborted) {
    const lifeMs = (membership.answer?.expiresInSeconds ?? 0) * 1000;
    // An older platform sends no lifetime.
    const halfMs = lifeMs > 0 ? lifeMs / 2 : RETRY_MS * 60;
    await pause(Math.min(halfMs, MAX_TIMER_MS), signal);
    for (let lastReason: string | undefined; !signal.aborted;) {
      const why = await renewOnce(membership, options, removal).catch(String);
      if (removal.isRemoved) return;
      if (why === undefined) break;
      if (why !== lastReason) log.warn({ why }, 'the credentials could not be renewed; retrying');
      lastReason = why;
      await pause(Math.min(RETRY_MS, halfMs / 4), signal);
    }
  }
}

/**
 * The bus may be unreachable because it refuses this host's key, as it does after a removal; the gateway knows. It is
 * asked after some seconds, when a bus that only restarted is back, and then once a minute.
 */
export async function checkRemovalWhileDisconnected(
  bus: Bus,
  membership: Membership,
  options: RenewalOptions,
): Promise<void> {
  const { signal, removal } = options;
  let waitMs = AWAY_MS * (1 + Math.random());
  while (!signal.aborted && !removal.isRemoved && !bus.connected) {
    await pause(waitMs, signal);
    if (signal.aborted || bus.connected) return;
    await renewOnce(membership, options, removal).catch(() => undefined);
    waitMs = RETRY_MS;
  }
}

/** Why not; undefined where it was done. A full disk is a reason as well. */
async function renewOnce(
  membership: Membership,
  options: GatewayRequestOptions,
  removal: HostRemoval,
): Promise<string | undefined> {
  const outcome = await renew(membership, options);
  if (outcome.kind === 'removed') removal.markRemoved();
  if (outcome.kind !== 'joined') return outcome.why;
  await membership.keep(outcome.answer);
  return undefined;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
