import type { AppendResult, EventStore, ExpectedRevision, NewEvent } from '@berth/event-store';

export class CrashError extends Error {
  override readonly name = 'CrashError';
}

/** A store that simulates a crash after a number of appends: all further appends fail. */
export function crashAfter(store: EventStore, appends: number): EventStore {
  let left = appends;
  return {
    storeId: store.storeId,
    async append(
      stream: string,
      events: readonly NewEvent[],
      expected: ExpectedRevision,
    ): Promise<AppendResult> {
      if (left === 0) throw new CrashError('the process is gone');
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
