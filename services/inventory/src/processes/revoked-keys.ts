import { revokeAgents } from '@berth/nats-trust/revoked-agents';
import type { Collection, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { Logger } from '@berth/service-host/log';
import { hostsCollection, type HostDocument } from '../views/hosts.view.js';

/**
 * Tells who keeps the bus which agents' keys are to open nothing any more: those of hosts that were removed. It looks
 * again and again, so that a list that was lost is written anew. Keys are only added: a view that is being made again
 * has not all of them. Without a file it says what an operator has to do.
 */
export class RevokedKeys {
  private readonly hosts: Collection<HostDocument>;
  /** Said in the log. */
  private readonly said = new Set<string>();

  constructor(
    readModels: Pick<ReadModels, 'collection'>,
    private readonly file: string | undefined,
    private readonly log: Logger,
  ) {
    this.hosts = readModels.collection(hostsCollection);
  }

  async sweep(): Promise<void> {
    const removed: HostDocument[] = [];
    for await (const { document } of everyDocument(this.hosts, { where: { status: { eq: 'removed' } } }))
      removed.push(document);
    if (removed.length === 0) return;
    if (this.file === undefined) return this.say(removed);
    const fresh = revokeAgents(
      this.file,
      removed.map(({ publicKey }) => publicKey),
    );
    if (fresh.length > 0)
      this.log.info({ keys: fresh.length }, 'keys of removed hosts are revoked on the bus');
  }

  private say(removed: readonly HostDocument[]): void {
    for (const { id: hostId, publicKey } of removed) {
      if (this.said.has(hostId)) continue;
      this.said.add(hostId);
      this.log.warn(
        { hostId, publicKey },
        'a host was removed, and BERTH_REVOKED_AGENTS_FILE is not set: its connection to the bus ends with its credentials, unless the key is revoked in the account by hand',
      );
    }
  }
}
