import type { ServerResponse } from 'node:http';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { beginEvents, streamHead } from '../http/event-stream.js';
import { drained } from '../graphql-server/send-response.js';
import { sendProblemAnswer, type ProblemAnswer } from '../http/problem.js';

export type StreamType = 'text/event-stream' | 'application/x-ndjson' | 'text/plain';

interface Item {
  readonly [name: string]: unknown;
}

/** How long the first result may take before the stream begins without it. */
const FIRST_RESULT_MS = 500;

/**
 * Writes the results of a subscription until it ends or the reader goes; a slow reader makes the source wait. A
 * subscription that is refused at once is answered as a problem, by its status.
 * @param name the field of the subscription
 */
export async function sendStream(
  response: ServerResponse,
  type: StreamType,
  name: string,
  results: AsyncGenerator<ExecutionResult>,
  toProblem: (error: GraphQLError) => ProblemAnswer,
): Promise<void> {
  const gone = (): void => void results.return(undefined);
  response.once('close', gone);
  let next = results.next();
  const early = await within(next, FIRST_RESULT_MS);
  const [refused] = early?.done === false ? (early.value.errors ?? []) : [];
  if (refused) {
    response.off('close', gone);
    return sendProblemAnswer(response, toProblem(refused));
  }
  const isEvents = type === 'text/event-stream';
  const endHeartbeat = isEvents ? beginEvents(response) : undefined;
  if (!isEvents) response.writeHead(200, streamHead(type)).flushHeaders();
  try {
    for (let result = await next; !result.done; result = await next) {
      next = results.next();
      // It is awaited above; until then nobody else handles its failure.
      next.catch(() => undefined);
      const [error] = result.value.errors ?? [];
      const text = error
        ? encodedError(type, toProblem(error).body)
        : encoded(type, (result.value.data as Item)[name] as Item);
      if (response.destroyed || !(response.write(text) || (await drained(response))) || error) break;
    }
  } finally {
    endHeartbeat?.();
    response.off('close', gone);
    await results.return(undefined);
  }
  if (!response.destroyed) response.end(isEvents ? 'event: complete\ndata:\n\n' : undefined);
}

/** Undefined where it takes longer. */
async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), timeoutMs)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lines and points go one by one where the reader takes lines. */
const partsOf = (item: Item): readonly Item[] =>
  (item['lines'] ?? item['points'] ?? [item]) as readonly Item[];

export function encoded(type: StreamType, item: Item): string {
  switch (type) {
    case 'text/event-stream': {
      const cursor = item['cursor'];
      const id = typeof cursor === 'string' ? `id: ${cursor}\n` : '';
      return `${id}data: ${JSON.stringify(item)}\n\n`;
    }
    case 'application/x-ndjson':
      return partsOf(item)
        .map((part) => `${JSON.stringify(part)}\n`)
        .join('');
    case 'text/plain':
      return partsOf(item)
        .map(({ text }) => `${String(text)}\n`)
        .join('');
  }
}

function encodedError(type: StreamType, problem: string): string {
  switch (type) {
    case 'text/event-stream':
      return `event: problem\ndata: ${problem}\n\n`;
    case 'application/x-ndjson':
      return `${JSON.stringify({ problem: JSON.parse(problem) as unknown })}\n`;
    case 'text/plain':
      return `berth: ${String((JSON.parse(problem) as { readonly detail?: unknown }).detail)}\n`;
  }
}
