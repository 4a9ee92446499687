import { once } from 'node:events';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { follow, type ServerVersion } from './follow.js';
import type { Log, LoggedEvent } from './log.js';
import { nameOf, toNotFound, toReadResponse, type ReadCall } from './messages.js';
import type { Traffic } from './traffic.js';

const BACKWARDS = 1;

export interface Reading {
  readonly log: Log;
  readonly version: ServerVersion;
  readonly traffic: Traffic;
}

/** The stream that a read is of; `$all` for everything. */
export const streamOf = (options: streams.ReadReq.Options): string =>
  options.hasStream() ? nameOf(options.getStream()?.getStreamIdentifier()) : '$all';

/** One call serves reads of a stream, reads of everything and subscriptions, as its options say. */
export async function read(
  { log, version, traffic }: Reading,
  call: ReadCall,
  options: streams.ReadReq.Options,
): Promise<void> {
  const connection = String(call.metadata.get('connection-name')[0] ?? '');
  if (options.hasSubscription()) {
    return follow({ log, version, count: traffic.begin(connection, 'subscription') }, call, options);
  }
  const count = traffic.begin(connection, options.hasStream() ? 'readStream' : 'readAll');
  const events = options.hasStream() ? selectStream(log, options) : selectAll(log, options);
  if (events === undefined) call.write(toNotFound(streamOf(options)));
  for (const event of events ?? []) {
    if (call.cancelled) return;
    count(event.stream);
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
    const before = given === undefined ? log.all.length : log.indexAt(given);
    return log.all.slice(Math.max(0, before - count), before).reverse();
  }
  const start = given === undefined ? 0 : log.indexAt(given);
  return log.all.slice(start, start + count);
}
