import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { AppendAnswer } from './commit-queue.js';
import type { LoggedEvent, ProposedEvent } from './log.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** .NET ticks, in which the server tells when an event was created, in a millisecond. */
const TICKS = 10_000n;

export function toReadResponse(event: LoggedEvent): streams.ReadResp {
  const position = event.position.toString();
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(new shared.UUID().setString(event.id));
  recorded.setStreamIdentifier(toIdentifier(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(position);
  recorded.setPreparePosition(position);
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.metadata);
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', (BigInt(event.created) * TICKS).toString());
  const readEvent = new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position);
  return new streams.ReadResp().setEvent(readEvent);
}

export function toNotFound(stream: string): streams.ReadResp {
  const notFound = new streams.ReadResp.StreamNotFound().setStreamIdentifier(toIdentifier(stream));
  return new streams.ReadResp().setStreamNotFound(notFound);
}

export const toProposed = (message: streams.BatchAppendReq.ProposedMessage): ProposedEvent => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

export function toAppendResponse(
  stream: string,
  expected: number | 'any',
  answer: AppendAnswer | { readonly kind: 'denied' },
): streams.BatchAppendResp {
  const response = new streams.BatchAppendResp().setStreamIdentifier(toIdentifier(stream));
  if (answer.kind === 'conflict') return response.setError(toConflict(expected, answer.current));
  if (answer.kind === 'timeout') return response.setError(toFailure('Timeout', new shared.Timeout()));
  if (answer.kind === 'denied')
    return response.setError(toFailure('AccessDenied', new shared.AccessDenied()));
  const position = new shared.AllStreamPosition();
  position.setCommitPosition(answer.position.toString()).setPreparePosition(answer.position.toString());
  const success = new streams.BatchAppendResp.Success();
  return response.setSuccess(success.setCurrentRevision(String(answer.revision)).setPosition(position));
}

export const nameOf = (identifier: shared.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

function toConflict(expected: number | 'any', current: number): status.Status {
  const details = new shared.WrongExpectedVersion();
  if (current === -1) details.setCurrentNoStream(new empty.Empty());
  else details.setCurrentStreamRevision(String(current));
  if (expected === -1) details.setExpectedNoStream(new empty.Empty());
  else details.setExpectedStreamPosition(String(expected));
  return toFailure('WrongExpectedVersion', details);
}

function toFailure(kind: string, details: { serializeBinary(): Uint8Array }): status.Status {
  const packed = new any.Any();
  packed.pack(details.serializeBinary(), `event_store.client.${kind}`);
  return new status.Status().setMessage(kind).setDetails(packed);
}

function toIdentifier(stream: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'));
}
