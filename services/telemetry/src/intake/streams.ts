import {
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  DiscardPolicy,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { Bus } from '@berth/bus/connection';
import { isStreamNotFound } from '@berth/bus/event-stream';
import { LOG_STREAM, SAMPLE_STREAM } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';

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
