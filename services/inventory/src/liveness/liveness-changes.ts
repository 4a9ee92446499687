import type { HostStatus } from '@berth/contracts/inventory/views';

export interface KnownHost {
  readonly id: string;
  readonly status: HostStatus;
  /** Milliseconds since the last heartbeat; undefined if this process has received none. */
  readonly silentForMs: number | undefined;
}

export interface LivenessChanges {
  readonly lost: readonly string[];
  readonly returned: readonly string[];
}

/**
 * Hosts whose heartbeat timed out, and lost hosts that send heartbeats again. Only time in which we listened counts:
 * `listeningForMs` counts from the start, from a reconnection to the bus, or from a stall of our own process.
 */
export function detectLivenessChanges(
  hosts: readonly KnownHost[],
  { listeningForMs, lostAfterMs }: { readonly listeningForMs: number; readonly lostAfterMs: number },
): LivenessChanges {
  const silence = ({ silentForMs }: KnownHost) => Math.min(silentForMs ?? Infinity, listeningForMs);
  const idsOf = (those: readonly KnownHost[]) => those.map(({ id }) => id);
  return {
    lost: idsOf(hosts.filter((host) => host.status === 'online' && silence(host) > lostAfterMs)),
    returned: idsOf(
      hosts.filter((host) => host.status === 'lost' && (host.silentForMs ?? Infinity) <= lostAfterMs),
    ),
  };
}
