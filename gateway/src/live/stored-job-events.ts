import {
  AckPolicy,
  DeliverPolicy,
  jetstream,
  jetstreamManager,
  type ConsumerConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { decodeCloudEvent } from '@berth/bus/cloud-event';
import type { Bus } from '@berth/bus/connection';
import type { FollowedEvent } from '@berth/bus/follow-events';
import { STREAMS } from '@berth/contracts/streams';
import { newId } from '@berth/kernel/ids';

const BATCH = 256;
const FETCH_MS = 5_000;
/** The server removes a consumer that was not deleted. */
const INACTIVE_MS = 30_000;

export interface StoredBatch {
  readonly events: readonly FollowedEvent[];
  /** Sequence of the last one looked at. */
  readonly last: number;
  /** Whether all events stored at the time of the call are included. */
  readonly complete: boolean;
}

/** The next events after a sequence, as they lie in the stream. */
export async function readStored(bus: Bus, after: number, filterSubject: string): Promise<StoredBatch> {
  const stream = STREAMS.scheduler;
  const manager = await jetstreamManager(bus.nc, { checkAPI: false });
  const config: Partial<ConsumerConfig> = {
    name: newId(),
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: after + 1,
    filter_subject: filterSubject,
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: nanos(INACTIVE_MS),
  };
  const info = await manager.consumers.add(stream, config);
  try {
    if (info.num_pending === 0) return { events: [], last: after, complete: true };
    const count = Math.min(BATCH, info.num_pending);
    const consumer = jetstream(bus.nc).consumers.getConsumerFromInfo(info);
    const messages = await consumer.fetch({ max_messages: count, expires: FETCH_MS });
    const events: FollowedEvent[] = [];
    let received = 0;
    let last = after;
    for await (const message of messages) {
      received += 1;
      last = message.seq;
      const decoded = decodeCloudEvent(message.data);
      if (decoded.ok) events.push({ ...decoded.value, sequence: message.seq });
    }
    if (received < count) throw new Error(`${received} of ${count} events arrived in time`);
    return { events, last, complete: count === info.num_pending };
  } finally {
    if (bus.connected) manager.consumers.delete(stream, info.name).catch(() => undefined);
  }
}
