import type { ServerResponse } from 'node:http';
import { GraphQLError, Kind, visit, type ExecutionResult } from 'graphql';
import { messageOf } from '@berth/bus/log';
import { RejectedError } from '@berth/kernel/rejection';
import type { Logger } from '@berth/service-host/log';
import { toGraphQLError } from '../graphql/calls.js';
import type { Context } from '../graphql/context.js';
import { Loaders } from '../graphql/loaders.js';
import { isShared } from '../live/shared.js';
import type { KnownDocument } from './documents.js';
import { EventStream, frameOf, type Frame } from './event-stream.js';
import type { Executor, Prepared } from './executor.js';
import type { OpenStream } from './open-streams.js';

/** Results by document: of an item that looks the same to everybody who may see it. */
const rendered = new WeakMap<object, Map<KnownDocument, Frame>>();

/** Carries a subscription to its reader until either has had enough. */
export async function sendSubscription(
  executor: Executor,
  prepared: Prepared,
  context: Context,
  response: ServerResponse,
  stream: OpenStream,
  log: Logger,
): Promise<void> {
  const events = new EventStream(response);
  const source = await executor.open(prepared, context);
  events.open();
  if (!source.ok) await events.next(toFrame(source.error));
  else {
    try {
      for await (const item of source.value) {
        const frame = await render(executor, prepared, context, item);
        if (stream.signal.aborted || !(await events.next(frame))) break;
      }
    } catch (error) {
      if (!stream.signal.aborted) await events.next(toFrame(failure(error, context, log)));
    }
    if (stream.refusal) await events.next(toFrame({ errors: [toGraphQLError(stream.refusal)] }));
  }
  events.complete();
}

async function render(
  executor: Executor,
  prepared: Prepared,
  context: Context,
  item: unknown,
): Promise<Frame> {
  const shared = isShared(item) && !usesVariablesInside(prepared);
  if (shared) {
    const known = rendered.get(item)?.get(prepared.document);
    if (known !== undefined) return known;
  }
  // What was looked up for the last item may have changed since.
  const fresh: Context = { ...context, loaders: new Loaders(context.calls) };
  const frame = toFrame(await executor.execute(prepared, fresh, item));
  if (!shared) return frame;
  const bytes = Buffer.from(frame);
  const byDocument = rendered.get(item) ?? new Map<KnownDocument, Frame>();
  rendered.set(item, byDocument.set(prepared.document, bytes));
  return bytes;
}

/** Then the result depends on more than the document and the item. */
const variablesInside = new WeakMap<KnownDocument, boolean>();

function usesVariablesInside({ document }: Prepared): boolean {
  let uses = variablesInside.get(document);
  if (uses !== undefined) return uses;
  uses = document.ast.definitions.length > 1;
  visit(document.ast, {
    VariableDefinition: () => false,
    Variable: (_node, _key, _parent, _path, ancestors) => {
      const fields = ancestors.filter((each) => 'kind' in each && each.kind === Kind.FIELD).length;
      const directive = ancestors.some((each) => 'kind' in each && each.kind === Kind.DIRECTIVE);
      if (fields > 1 || directive) uses = true;
    },
  });
  variablesInside.set(document, uses);
  return uses;
}

function failure(error: unknown, { traceId }: Context, log: Logger): ExecutionResult {
  if (error instanceof GraphQLError) return { errors: [error] };
  if (error instanceof RejectedError) return { errors: [toGraphQLError(error.rejection)] };
  log.error({ err: messageOf(error), traceId }, 'a subscription failed');
  return { errors: [new GraphQLError('internal error', { extensions: { code: 'INTERNAL', traceId } })] };
}

const toFrame = (result: ExecutionResult): string => frameOf(JSON.stringify(result));
