import type { RecordedEvent } from '@berth/event-store';
import type { ServiceName } from '@berth/contracts/services';
import { decodeCloudEvent } from './cloud-event.js';
import type { ParkedMessage } from './parked-store.js';

/** A message on its way to a consumer's handler: an event, or something that is none. */
export type Delivery = {
  readonly sequence: number;
  /** Stream of the event; of what is no event, the entity that its subject names. */
  readonly entity: string;
  readonly payload: Uint8Array;
} & ({ readonly event: RecordedEvent } | { readonly problem: string });

export function toDelivery(
  message: { seq: number; subject: string; data: Uint8Array },
  source: ServiceName,
): Delivery {
  const { seq: sequence, subject, data: payload } = message;
  const decoded = decodeCloudEvent(payload);
  const common = { sequence, payload };
  if (!decoded.ok) return { ...common, entity: entityOfSubject(subject), problem: decoded.error };
  const { event, service } = decoded.value;
  if (service === source) return { ...common, entity: event.stream, event };
  return { ...common, entity: event.stream, problem: `it says that it comes from ${service}` };
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
