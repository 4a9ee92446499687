import { isId } from '@berth/kernel/ids';
import type { JsonObject } from '@berth/kernel/json';
import { err, ok, type Result } from '@berth/kernel/result';
import { SERVICES, type ServiceName } from '@berth/contracts/services';
import { subjects } from '@berth/contracts/subjects';
import type { EventMetadata, RecordedEvent } from '@berth/event-store';
import { extensionsOf, metadataOf } from './cloud-event-extensions.js';

/** An event as a service published it. */
export interface PublishedEvent {
  readonly service: ServiceName;
  /** The store it is recorded in; another one means that the service's store was replaced. */
  readonly storeId: string;
  readonly event: RecordedEvent;
}

const SOURCE = 'berth/';

/** CloudEvents 1.0, structured mode (JSON). */
export function encodeCloudEvent({ service, storeId, event }: PublishedEvent): string {
  return JSON.stringify({
    specversion: '1.0',
    id: event.id,
    source: SOURCE + service,
    type: event.type,
    subject: event.stream,
    time: event.recordedAt,
    datacontenttype: 'application/json',
    position: event.position,
    storeid: storeId,
    revision: event.revision,
    ...extensionsOf(event.metadata),
    data: event.data,
  });
}

/** @returns in an error's case what is wrong, naming the attribute */
export function decodeCloudEvent(bytes: Uint8Array): Result<PublishedEvent, string> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return err('not JSON');
  }
  if (!isObject(value)) return err('not an object');
  if (value['specversion'] !== '1.0') return err('specversion must be 1.0');
  const wrong = TEXTS.find((name) => typeof value[name] !== 'string' || value[name] === '');
  if (wrong) return err(`${wrong} must be text`);
  if (!Number.isSafeInteger(value['revision'])) return err('revision must be a whole number');
  if (!isObject(value['data'])) return err('data must be an object');
  const attributes = value as unknown as Attributes;
  const service = SERVICES.find((name) => SOURCE + name === attributes.source);
  if (!service) return err(`source ${attributes.source} is not a service`);
  const metadata = metadataOf(value);
  if (!metadata.ok) return metadata;
  return ok({ service, storeId: attributes.storeid, event: recordedEvent(attributes, metadata.value) });
}

/** Where the event is published. Its project is `_` where its data names none. */
export function subjectOf(service: ServiceName, event: RecordedEvent): string {
  const separator = event.stream.indexOf(':');
  const entity = separator < 0 ? event.stream : event.stream.slice(0, separator);
  const id = separator < 0 ? '_' : event.stream.slice(separator + 1);
  const { projectId } = event.data;
  const project = typeof projectId === 'string' && isId(projectId) ? projectId : undefined;
  return subjects.event(service, project, asToken(entity), asToken(id), eventName(event.type));
}

/** `submitted.v1` of `scheduler.job.submitted.v1`. */
const eventName = (type: string): string => type.split('.').slice(2).join('.');

/** Ids need no change; whatever else names a stream must not split or widen the subject. */
const asToken = (text: string): string => text.replaceAll(/[\s.*>]/g, '_') || '_';

const TEXTS = ['id', 'source', 'type', 'subject', 'time', 'position', 'storeid'] as const;

interface Attributes {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly position: string;
  readonly storeid: string;
  readonly revision: number;
  readonly data: JsonObject;
}

const recordedEvent = (attributes: Attributes, metadata: EventMetadata): RecordedEvent => ({
  id: attributes.id,
  type: attributes.type,
  data: attributes.data,
  metadata,
  stream: attributes.subject,
  revision: attributes.revision,
  position: attributes.position,
  recordedAt: attributes.time,
});

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
