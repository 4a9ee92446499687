import type { ParkedMessage, ParkedStore } from '@berth/bus/parked-store';
import type { ParkedView } from '@berth/contracts/history';
import type { ServiceName } from '@berth/contracts/services';
import { defined } from '@berth/kernel/defined';
import { RejectedError, reject } from '@berth/kernel/rejection';
import { isQueryError } from '@berth/read-models';
import type { ParkedEvents } from './history.controller.js';
import { orReject } from './operation.js';

/** A service's parked messages as operators see them; their content stays inside. */
export const parkedEvents = (service: ServiceName, store: ParkedStore): ParkedEvents => ({
  async page({ first, after, last, before }) {
    const backwards = last !== undefined || before !== undefined;
    const cursor = backwards ? before : after;
    try {
      const page = await store.list({
        backwards,
        limit: backwards ? (last ?? first) : first,
        ...defined({ cursor }),
      });
      return {
        items: page.items.map((item) => ({ cursor: item.cursor, node: toView(service, item.node) })),
        hasNextPage: backwards ? cursor !== undefined : page.hasMore,
        hasPreviousPage: backwards ? page.hasMore : cursor !== undefined,
      };
    } catch (error) {
      if (!isQueryError(error)) throw error;
      const field = backwards ? 'before' : 'after';
      throw new RejectedError(
        reject('VALIDATION_FAILED', `${field}: is not a valid cursor for this list`, field),
      );
    }
  },
  replay: async (id) => orReject(await store.replay(id)),
  drop: async (id) => orReject(await store.drop(id)),
});

function toView(service: ServiceName, message: ParkedMessage): ParkedView {
  const { id, source, consumer, entity, eventId, eventType, error, attempts, parkedAt } = message;
  return { id, service, source, consumer, entity, eventId, eventType, error, attempts, parkedAt };
}
