import type { Bus } from '@berth/bus/connection';
import type { HostStatus } from '@berth/contracts/inventory/views';
import type { Clock } from '@berth/kernel/clock';
import { newId } from '@berth/kernel/ids';
import type { Collection, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { runPoller } from '@berth/service-host/poller';
import { bySystem } from '../command-part.js';
import type { HostCommand } from '../host/host.js';
import type { Hosts } from '../host/hosts.js';
import { hostsCollection, type HostDocument } from '../host/hosts.view.js';
import { type Heartbeats, listenForHeartbeats } from '../host/heartbeats.js';
import type { LastSeenStore } from './last-seen-store.js';
import type { ListenerUptime } from './listener-uptime.js';

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

const ACTOR = 'liveness-poller';

/** Records lost and returned hosts. Runs in every instance: the host's stream accepts each change once. */
export class LivenessPoller {
  readonly #documents: Collection<HostDocument>;

  constructor(
    private readonly parts: {
      readonly hosts: Hosts;
      readonly readModels: ReadModels;
      readonly heartbeats: Heartbeats;
      readonly listenerUptime: ListenerUptime;
      readonly clock: Clock;
      readonly lostAfterMs: number;
    },
  ) {
    this.#documents = parts.readModels.collection(hostsCollection);
  }

  /** @param connected whether heartbeats can be received now; otherwise nothing is checked */
  async sweep(connected: boolean): Promise<void> {
    const { heartbeats, listenerUptime, clock, lostAfterMs } = this.parts;
    const listeningForMs = listenerUptime.check(connected);
    if (listeningForMs === undefined) return;
    const known = new Map<string, HostDocument>();
    for await (const { id, document } of everyDocument(this.#documents, {
      where: { status: { in: ['online', 'lost'] } },
    })) {
      known.set(id, document);
    }
    const hosts = [...known.values()].map(({ id, status }) => ({
      id,
      status,
      silentForMs: heartbeats.silentForMs(id),
    }));
    const { lost, returned } = detectLivenessChanges(hosts, { listeningForMs, lostAfterMs });
    for (const hostId of lost) {
      const lastSeen = heartbeats.lastSeenBy(clock.now(), hostId) ?? known.get(hostId)?.lastContactAt;
      if (lastSeen !== undefined) await this.#carryOut({ type: 'loseHost', hostId, lastSeen });
    }
    for (const hostId of returned) await this.#carryOut({ type: 'returnHost', hostId });
  }

  async #carryOut(command: HostCommand): Promise<void> {
    const verb = command.type === 'loseHost' ? 'lose' : 'return';
    const meta = bySystem(
      ACTOR,
      `inventory.host.${verb}.v1`,
      this.parts.clock.now(),
      command.hostId,
      newId(),
    );
    await this.parts.hosts.execute(command, meta);
  }
}

const SAVE_EVERY_MS = 15_000;

/** Receives heartbeats, detects lost hosts, and saves the last heartbeats for the next start. */
export function livenessPollers(parts: {
  readonly bus: Bus;
  readonly log: Logger;
  readonly heartbeats: Heartbeats;
  readonly listenerUptime: ListenerUptime;
  readonly lastSeen: LastSeenStore;
  readonly watch: LivenessPoller;
  readonly sweepEveryMs: number;
}): BackgroundWork {
  const { bus, log, heartbeats, listenerUptime, lastSeen, watch } = parts;
  return {
    name: 'liveness',
    start: async (signal) => {
      const unlisten = [
        listenForHeartbeats(bus, heartbeats),
        bus.onConnected(() => listenerUptime.restart()),
      ];
      const sweep = () => watch.sweep(bus.connected);
      await Promise.all([
        runPoller(sweep, { name: 'liveness', everyMs: parts.sweepEveryMs, signal, log }),
        runPoller(() => lastSeen.save(), { name: 'last-seen', everyMs: SAVE_EVERY_MS, signal, log }),
      ]);
      for (const end of unlisten) end();
      await lastSeen.save();
    },
  };
}
