import type { Clock } from '@berth/kernel/clock';
import { newId } from '@berth/kernel/ids';
import type { Collection, ReadModels } from '@berth/read-models';
import { bySystem } from '../command-part.js';
import type { HostCommand } from '../host/host.commands.js';
import type { Hosts } from '../host/hosts.js';
import { everyDocument } from '@berth/read-models/every-document';
import { hostsCollection, type HostDocument } from '../views/hosts.view.js';
import type { Heartbeats } from './heartbeats.js';
import { detectLivenessChanges } from './liveness-changes.js';
import type { ListenerUptime } from './listener-uptime.js';

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
