import { revokeAgents } from '@berth/nats-trust/revoked-agents';
import type { Collection, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { Logger } from '@berth/service-host/log';
import { hostsCollection, type HostDocument } from '../host/hosts.view.js';

/**
 * Writes the list of revoked agent keys for the bus: those of removed hosts. It polls,
 * so that a lost list is restored. Keys are only added: a view that is being rebuilt
 * does not contain all of them. Without a file it logs what an operator has to do.
 */
export class KeyRevocationPoller {
  readonly #hosts: Collection<HostDocument>;
  /** Hosts already reported in the log. */
  readonly #warned = new Set<string>();

  constructor(
    readModels: Pick<ReadModels, 'collection'>,
    private readonly file: string | undefined,
    private readonly log: Logger,
  ) {
    this.#hosts = readModels.collection(hostsCollection);
  }

  async sweep(): Promise<void> {
    const removed: HostDocument[] = [];
    for await (const { document } of everyDocument(this.#hosts, { where: { status: { eq: 'removed' } } }))
      removed.push(document);
    if (removed.length === 0) return;
    if (this.file === undefined) return this.#warnOnce(removed);
    const fresh = revokeAgents(
      this.file,
      removed.map(({ publicKey }) => publicKey),
    );
    if (fresh.length > 0)
      this.log.info({ keys: fresh.length }, 'keys of removed hosts are revoked on the bus');
  }

  #warnOnce(removed: readonly HostDocument[]): void {
    for (const { id: hostId, publicKey } of removed) {
      if (this.#warned.has(hostId)) continue;
      this.#warned.add(hostId);
      this.log.warn(
        { hostId, publicKey },
        'a host was removed, and BERTH_REVOKED_AGENTS_FILE is not set: its connection to the bus ends with its credentials, unless the key is revoked in the account by hand',
      );
    }
  }
}
