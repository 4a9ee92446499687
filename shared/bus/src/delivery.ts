import type { RecordedEvent } from '@berth/event-store';
import type { ServiceName } from '@berth/contracts/services';
import { decodeCloudEvent } from './cloud-event.js';
import type { ParkedMessage } from './parked-store.js';
import { eventRefOf } from './event-stream.js';

/** A message on its way to a consumer's handler: an event, or something that is none. */
export type Delivery = {
  readonly sequence: number;
  /** Stream of the event; of what is no event, the entity that its subject names. */
  readonly entity: string;
  readonly payload: Uint8Array;
  /** Store and event that it comes from, for a checkpoint; absent where it is of the own log. */
  readonly mark?: string;
} & ({ readonly event: RecordedEvent } | { readonly problem: string });

export function toDelivery(
  message: { seq: number; subject: string; data: Uint8Array },
  source: ServiceName,
): Delivery {
  const { seq: sequence, subject, data: payload } = message;
  const decoded = decodeCloudEvent(payload);
  const common = { sequence, payload };
  const mark = eventRefOf(decoded);
  if (!decoded.ok) return { ...common, mark, entity: entityOfSubject(subject), problem: decoded.error };
  const { event, service } = decoded.value;
  if (service === source) return { ...common, mark, entity: event.stream, event };
  return { ...common, mark, entity: event.stream, problem: `its source attribute names ${service}` };
}

export const fromParked = (message: ParkedMessage, source: ServiceName): Delivery => ({
  ...toDelivery({ seq: message.sequence, subject: '', data: Buffer.from(message.payload) }, source),
  entity: message.entity,
});

/** `job:J` of `berth.evt.scheduler.P.job.J.submitted.v1`, the stream's name in all but odd cases. */
function entityOfSubject(subject: string): string {
  const [, , , , entity = '', id = ''] = subject.split('.');
  return `${entity}:${id}`;
}
