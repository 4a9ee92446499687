import type { Bus } from '@berth/bus/connection';
import { isStreamNotFound } from '@berth/bus/event-stream';
import { readStream } from '@berth/bus/stream-reader';
import { pause, startSession, untilConnected } from '@berth/bus/waiting';
import { LOG_STREAM, SAMPLE_STREAM } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import type { Logger } from '@berth/service-host/log';
import {
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  DiscardPolicy,
  type StreamConfig,
  type JsMsg,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { StreamPosition } from '../archive/log-archive.js';

export interface FollowOptions {
  readonly bus: Bus;
  readonly stream: string;
  /** Makes the stream where there is none; when it was created. */
  readonly ensure: () => Promise<string>;
  readonly position: () => StreamPosition | undefined;
  /** One batch at a time, in the stream's order; must not throw. */
  readonly handle: (messages: readonly JsMsg[], position: StreamPosition) => Promise<void>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

const RETRY_MS = 500;

/** Reads a stream of this service's own from where it left off, until the signal aborts; makes it again where it is gone. */
export async function followStream(options: FollowOptions): Promise<void> {
  const { bus, stream, ensure, position, handle, log, signal } = options;
  const warn = (error: unknown) => log.warn({ err: error, stream }, 'reading of a stream resumed');
  while (!signal.aborted) {
    await untilConnected(bus, signal);
    if (signal.aborted) return;
    using session = startSession(bus, signal);
    try {
      const created = await ensure();
      const saved = position();
      // sequences of a stream that was made again begin with 1
      const after = saved?.created === created ? saved.seq : 0;
      const from = { after };
      for await (const batch of readStream({ bus, stream, from, signal: session.signal, onError: warn })) {
        const seq = batch.at(-1)?.seq;
        if (seq !== undefined) await handle(batch, { created, seq });
      }
    } catch (error) {
      if (!session.signal.aborted) warn(error);
    }
    await pause(RETRY_MS, signal);
  }
}

export interface StreamLimits {
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

type Limited = Partial<StreamConfig> & { readonly name: string };

const HOUR_MS = 3_600_000;
/** A chunk's text has 262,144 characters at most; escaped, they may take some six times as many bytes. */
const MAX_MESSAGE_BYTES = 2 * 1024 * 1024;

/** Oldest go first: agents keep what is not confirmed, and samples are worth something while they are fresh. */
const limited = (name: string, subject: string, { maxBytes, maxAgeMs }: StreamLimits): Limited => ({
  name,
  subjects: [subject],
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  discard: DiscardPolicy.Old,
  max_bytes: maxBytes,
  max_age: nanos(maxAgeMs),
  max_msg_size: MAX_MESSAGE_BYTES,
  // An acknowledgement goes to the reply subject that the publisher names, past its permissions: an agent could have
  // one put into an event stream.
  no_ack: true,
});

export const logStream = (limits: StreamLimits): Limited => limited(LOG_STREAM, subjects.allLogs, limits);

export const sampleStream = (maxBytes: number): Limited =>
  limited(SAMPLE_STREAM, 'berth.gpu.>', { maxBytes, maxAgeMs: HOUR_MS });

/** @returns when the stream was created: ISO 8601 */
export async function ensureStream(bus: Bus, wanted: Limited): Promise<string> {
  const manager = await jetstreamManager(bus.nc, { checkAPI: false });
  try {
    const { config, created } = await manager.streams.info(wanted.name);
    const { max_bytes, max_age, no_ack } = config;
    if (max_bytes !== wanted.max_bytes || max_age !== wanted.max_age || no_ack !== wanted.no_ack) {
      await manager.streams.update(wanted.name, wanted);
    }
    return created;
  } catch (error) {
    if (!isStreamNotFound(error)) throw error;
    return (await manager.streams.add(wanted)).created;
  }
}
