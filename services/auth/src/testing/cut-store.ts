import type { AppendResult, EventStore, ExpectedRevision, NewEvent } from '@berth/event-store';

export class CutError extends Error {
  override readonly name = 'CutError';
}

/** A store whose process dies, as far as anybody can tell, after so many appends: none comes through any more. */
export function cutAfter(store: EventStore, appends: number): EventStore {
  let left = appends;
  return {
    storeId: store.storeId,
    async append(
      stream: string,
      events: readonly NewEvent[],
      expected: ExpectedRevision,
    ): Promise<AppendResult> {
      if (left === 0) throw new CutError('the process is gone');
      left -= 1;
      return store.append(stream, events, expected);
    },
    read: (stream, options) => store.read(stream, options),
    readAll: (options) => store.readAll(options),
    subscribe: (options) => store.subscribe(options),
    lastPosition: () => store.lastPosition(),
    close: () => store.close(),
  };
}
