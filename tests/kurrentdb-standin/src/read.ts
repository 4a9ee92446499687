import { once } from 'node:events';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Log, LoggedEvent } from './log.js';
import { nameOf, toNotFound, toReadResponse, type ReadCall } from './messages.js';
import { follow } from './follow.js';

const BACKWARDS = 1;

/** One call serves reads of a stream, reads of everything and subscriptions, as its options say. */
export async function read(log: Log, call: ReadCall): Promise<void> {
  const options = call.request.getOptions();
  if (options === undefined) throw new Error('a read without options');
  if (options.hasSubscription()) return follow(log, call, options);
  const events = options.hasStream() ? selectStream(log, options) : selectAll(log, options);
  if (events === undefined) call.write(toNotFound(nameOf(options.getStream()?.getStreamIdentifier())));
  for (const event of events ?? []) {
    if (call.cancelled) return;
    if (!call.write(toReadResponse(event))) await once(call, 'drain');
  }
  call.end();
}

function selectStream(log: Log, options: streams.ReadReq.Options): readonly LoggedEvent[] | undefined {
  const from = options.getStream();
  const events = log.stream(nameOf(from?.getStreamIdentifier()));
  if (events === undefined || from === undefined) return undefined;
  const count = Number(options.getCount());
  if (options.getReadDirection() === BACKWARDS) {
    const end = from.hasRevision() ? Number(from.getRevision()) : events.length - 1;
    return events.slice(Math.max(0, end - count + 1), end + 1).reverse();
  }
  const start = from.hasRevision() ? Number(from.getRevision()) : 0;
  return events.slice(start, start + count);
}

function selectAll(log: Log, options: streams.ReadReq.Options): readonly LoggedEvent[] {
  const from = options.getAll();
  const count = Number(options.getCount());
  const given = from?.hasPosition() ? BigInt(from.getPosition()?.getCommitPosition() ?? 0) : undefined;
  if (options.getReadDirection() === BACKWARDS) {
    const before = given === undefined ? log.all : log.all.filter(({ position }) => position < given);
    return before.slice(Math.max(0, before.length - count)).reverse();
  }
  const start = given === undefined ? 0 : log.indexAt(given);
  return log.all.slice(start, start + count);
}
