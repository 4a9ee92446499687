import type { ServerDuplexStream } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Log, ProposedEvent } from './log.js';
import { nameOf, toAppendResponse, toProposed } from './messages.js';

type BatchAppendCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

interface Batch {
  readonly stream: string;
  readonly expected: number;
  readonly events: ProposedEvent[];
}

/** One long call carries many appends; each may come in parts, and is answered under its correlation id. */
export function batchAppend(log: Log, call: BatchAppendCall): void {
  const open = new Map<string, Batch>();
  call.on('data', (request: streams.BatchAppendReq) => {
    const id = request.getCorrelationId()?.getString() ?? '';
    const batch = open.get(id) ?? beginBatch(request.getOptions());
    batch.events.push(...request.getProposedMessagesList().map(toProposed));
    if (!request.getIsFinal()) {
      open.set(id, batch);
      return;
    }
    open.delete(id);
    const outcome = log.append(batch.stream, batch.expected, batch.events);
    call.write(
      toAppendResponse(batch.stream, batch.expected, outcome).setCorrelationId(request.getCorrelationId()),
    );
  });
  call.on('end', () => call.end());
}

function beginBatch(options: streams.BatchAppendReq.Options | undefined): Batch {
  if (options === undefined) throw new Error('the first part of an append must carry its options');
  if (!options.hasNoStream() && !options.hasStreamPosition())
    throw new Error('only exact revisions are served');
  return {
    stream: nameOf(options.getStreamIdentifier()),
    expected: options.hasNoStream() ? -1 : Number(options.getStreamPosition()),
    events: [],
  };
}
