import { hostOfSubject } from '@berth/contracts/subjects';
import type { Collection } from '@berth/read-models';
import type { RemovedHost } from './removed-hosts.view.js';

interface Sent {
  readonly subject: string;
  /** When JetStream took it. */
  readonly time: Date;
}

/** Hosts that were removed: what they sent before is taken, and nothing since. */
export class RemovedHostFilter {
  constructor(private readonly hosts: Pick<Collection<RemovedHost>, 'getMany'>) {}

  /** @returns which of the messages came too late */
  async forMessages<M extends Sent>(messages: readonly M[]): Promise<(message: M) => boolean> {
    const ids = new Set(messages.map(({ subject }) => hostOfSubject(subject)));
    const removed = new Map<string, number>();
    for (const { id, document } of await this.hosts.getMany([...ids]))
      removed.set(id, Date.parse(document.removedAt));
    return ({ subject, time }) => time.getTime() >= (removed.get(hostOfSubject(subject)) ?? Infinity);
  }
}
