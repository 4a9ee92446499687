import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '@berth/kernel/assert-never';
import { toFailure } from './failure.js';
import type { WriterReply, WriterRequest } from './writer.protocol.js';
import { EventWriter } from './writer.js';

const port = parentPort;
if (port === null) throw new Error('runs as a worker thread only');

const answer = (reply: WriterReply): void => port.postMessage(reply);

function serve(writer: EventWriter, request: WriterRequest): void {
  switch (request.kind) {
    case 'commit':
      return answer({ kind: 'committed', reply: writer.commit(request.requests, request.now) });
    case 'limit':
      writer.limitBytes(request.bytes);
      return answer({ kind: 'done' });
    case 'close':
      writer.close();
      answer({ kind: 'done' });
      return port?.close();
    default:
      return assertNever(request);
  }
}

try {
  const writer = new EventWriter((workerData as { path: string }).path);
  port.on('message', (request: WriterRequest) => serve(writer, request));
  answer({ kind: 'opened', storeId: writer.storeId, head: writer.head });
} catch (error) {
  answer({ kind: 'refused', failure: toFailure(error) });
}
