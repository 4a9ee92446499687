import {
  AckPolicy,
  DeliverPolicy,
  ReplayPolicy,
  jetstream,
  jetstreamManager,
  type ConsumerConfig,
  type ConsumerMessages,
  type ConsumerNotification,
  type JetStreamManager,
  type JsMsg,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { defined } from '@berth/kernel/defined';
import { newId } from '@berth/kernel/ids';
import type { Bus } from './connection.js';
import { isStreamNotFound } from './event-stream.js';
import { messageOf } from './log.js';
import { pause, startSession, untilConnected, type Session } from './waiting.js';

/** Where to begin: after a sequence (0: with the first), at an instant (ISO 8601), or with what is published from now on. */
export type ReadFrom = ReadStart | 'new';
type ReadStart = { readonly after: number } | { readonly since: string };

export interface StreamReaderOptions {
  readonly bus: Bus;
  readonly stream: string;
  readonly from: ReadFrom;
  /** Default: all of the stream's. */
  readonly filterSubject?: string;
  /** Messages fetched ahead of the reader, and most in a batch. Default 256. */
  readonly batchSize?: number;
  readonly signal: AbortSignal;
  /** Called with a failure, but not again with the same one until messages have come; the reader goes on by itself. */
  readonly onError: (error: unknown) => void;
  /**
   * Called when what the stream held at its beginning, or after a reconnect, has been delivered; for an empty one at
   * once.
   */
  readonly onCaughtUp?: () => void;
}

const RETRY_MS = 200;
/** The server deletes a consumer that is inactive for so long; a slow reader's is made anew. */
const INACTIVE_MS = 60_000;
/** After these the consumer at the server is of no more use. */
const CONSUMER_END_EVENTS: ReadonlySet<ConsumerNotification['type']> = new Set([
  'heartbeats_missed',
  'consumer_not_found',
  'consumer_deleted',
  'stream_not_found',
  'no_responders',
  'exceeded_limits',
]);

/**
 * A stream's messages in order, each once, until the signal aborts: whatever happens to the connection or the server, it
 * goes on after the last one given. Gives what has arrived as one batch. A slow reader holds up itself only, and no more
 * than `batchSize` messages are in memory. Waits for a stream that does not exist yet.
 */
export async function* readStream(
  options: StreamReaderOptions,
): AsyncGenerator<readonly JsMsg[], void, void> {
  const { bus, signal, stream, onError } = options;
  const manager = await jetstreamManager(bus.nc, { checkAPI: false });
  let from = options.from;
  let lastReason: string | undefined;
  while (!signal.aborted) {
    await untilConnected(bus, signal);
    using session = startSession(bus, signal);
    try {
      const start = await resolveStart(manager, stream, from);
      from = start;
      for await (const batch of readSession(manager, options, start, session)) {
        lastReason = undefined;
        yield batch;
        from = { after: batch.at(-1)?.seq ?? 0 };
      }
    } catch (error) {
      const reason = messageOf(error);
      if (!session.signal.aborted && reason !== lastReason) {
        lastReason = reason;
        onError(error);
      }
    }
    await pause(RETRY_MS, signal);
  }
}

/** "From now on" must not mean something else after a reconnect. */
async function resolveStart(manager: JetStreamManager, stream: string, from: ReadFrom): Promise<ReadStart> {
  if (from !== 'new') return from;
  try {
    return { after: (await manager.streams.info(stream)).state.last_seq };
  } catch (error) {
    if (isStreamNotFound(error)) return { after: 0 };
    throw error;
  }
}

async function* readSession(
  manager: JetStreamManager,
  { bus, stream, filterSubject, batchSize = 256, onCaughtUp }: StreamReaderOptions,
  from: ReadStart,
  session: Session,
): AsyncGenerator<readonly JsMsg[], void, void> {
  const info = await manager.consumers.add(stream, consumerConfig(from, filterSubject));
  const consumer = jetstream(bus.nc).consumers.getConsumerFromInfo(info);
  const messages = await consumer.consume({ max_messages: batchSize });
  const stop = (): void => messages.stop();
  session.signal.addEventListener('abort', stop);
  // It may have ended while the consumer was being made, before the listener was there.
  if (session.signal.aborted) stop();
  void endWithConsumer(messages, session);
  let waiting = info.num_pending;
  if (waiting === 0) onCaughtUp?.();
  try {
    let delivered = 0;
    let batch: JsMsg[] = [];
    for await (const message of messages) {
      delivered += 1;
      if (message.info.deliverySequence !== delivered)
        throw new Error(`a message of ${stream} was lost in transit`);
      batch.push(message);
      if (batch.length < batchSize && messages.getReceived() > delivered) continue;
      yield batch;
      const caughtUp = waiting > 0 && waiting <= batch.length;
      waiting -= batch.length;
      if (caughtUp) onCaughtUp?.();
      batch = [];
    }
  } finally {
    stop();
    session.signal.removeEventListener('abort', stop);
    if (bus.connected) manager.consumers.delete(stream, info.name).catch(() => undefined);
  }
}

function consumerConfig(from: ReadStart, filterSubject: string | undefined): Partial<ConsumerConfig> {
  return {
    name: newId(),
    ack_policy: AckPolicy.None,
    replay_policy: ReplayPolicy.Instant,
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: nanos(INACTIVE_MS),
    ...defined({ filter_subject: filterSubject }),
    ...('after' in from
      ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from.after + 1 }
      : { deliver_policy: DeliverPolicy.StartTime, opt_start_time: from.since }),
  };
}

async function endWithConsumer(messages: ConsumerMessages, session: Session): Promise<void> {
  for await (const { type } of messages.status()) if (CONSUMER_END_EVENTS.has(type)) session.end();
}
