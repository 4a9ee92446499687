import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Log } from './log.js';
import { toReadResponse, type ReadCall } from './messages.js';

/** A subscription to everything from a position on (exclusive), narrowed by prefixes of stream names. */
export async function follow(log: Log, call: ReadCall, options: streams.ReadReq.Options): Promise<void> {
  const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList() ?? [];
  let next = firstIndex(log, options);
  call.write(new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation()));
  let wake = (): void => undefined;
  const woken = () => new Promise<void>((resolve) => (wake = resolve));
  const unwatch = log.watch(() => wake());
  for (const event of ['drain', 'cancelled']) call.on(event, () => wake());
  try {
    while (!call.cancelled) {
      const event = log.all[next];
      if (event === undefined || call.writableNeedDrain) {
        await woken();
        continue;
      }
      next += 1;
      if (prefixes.length > 0 && !prefixes.some((prefix) => event.stream.startsWith(prefix))) continue;
      call.write(toReadResponse(event));
    }
  } finally {
    unwatch();
  }
}

function firstIndex(log: Log, options: streams.ReadReq.Options): number {
  const from = options.getAll();
  if (from?.hasEnd()) return log.all.length;
  if (!from?.hasPosition()) return 0;
  return log.indexAt(BigInt(from.getPosition()?.getCommitPosition() ?? 0) + 1n);
}
