import type { HostStatus } from '@berth/contracts/inventory/views';

export interface KnownHost {
  readonly id: string;
  readonly status: HostStatus;
  /** Milliseconds since the host was heard of; undefined where this process has not heard of it. */
  readonly silentForMs: number | undefined;
}

export interface Verdict {
  readonly lost: readonly string[];
  readonly returned: readonly string[];
}

/**
 * Who has been silent for too long, and who is heard of again. A host can be blamed only for silence while we listened:
 * `listeningForMs` counts from the start, from a reconnection to the bus, or from a standstill of our own process.
 */
export function judgeSilence(
  hosts: readonly KnownHost[],
  { listeningForMs, lostAfterMs }: { readonly listeningForMs: number; readonly lostAfterMs: number },
): Verdict {
  const silence = ({ silentForMs }: KnownHost) => Math.min(silentForMs ?? Infinity, listeningForMs);
  const idsOf = (those: readonly KnownHost[]) => those.map(({ id }) => id);
  return {
    lost: idsOf(hosts.filter((host) => host.status === 'online' && silence(host) > lostAfterMs)),
    returned: idsOf(
      hosts.filter((host) => host.status === 'lost' && (host.silentForMs ?? Infinity) <= lostAfterMs),
    ),
  };
}
