import type { ServerDuplexStream } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { CommitQueue } from './commit-queue.js';
import type { ProposedEvent } from './log.js';
import { nameOf, toAppendResponse, toProposed } from './messages.js';

type BatchAppendCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

interface Batch {
  readonly stream: string;
  readonly expected: number | 'any';
  readonly events: ProposedEvent[];
}

/** One long call carries many appends; each may come in parts, and is answered under its correlation id. */
export function batchAppend(
  commits: CommitQueue,
  call: BatchAppendCall,
  mayWrite: (stream: string) => boolean,
): void {
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
    void answer(batch).then((response) => {
      if (!call.cancelled) call.write(response.setCorrelationId(request.getCorrelationId()));
    });
  });
  call.on('end', () => call.end());

  async function answer(batch: Batch): Promise<streams.BatchAppendResp> {
    const { stream, expected } = batch;
    if (!mayWrite(stream)) return toAppendResponse(stream, expected, { kind: 'denied' });
    return toAppendResponse(stream, expected, await commits.append(batch));
  }
}

/** "Any" is what the client sends for metadata of streams; Berth's own appends carry an exact revision. */
function beginBatch(options: streams.BatchAppendReq.Options | undefined): Batch {
  if (options === undefined) throw new Error('the first part of an append must carry its options');
  const stream = nameOf(options.getStreamIdentifier());
  if (options.hasAny() && stream.startsWith('$')) return { stream, expected: 'any', events: [] };
  if (!options.hasNoStream() && !options.hasStreamPosition())
    throw new Error('only exact revisions are served');
  return {
    stream,
    expected: options.hasNoStream() ? -1 : Number(options.getStreamPosition()),
    events: [],
  };
}
