import { createSourceEventStream, GraphQLError, Kind, visit, type ExecutionResult } from 'graphql';
import { toGraphQLError } from '../graphql/calls.js';
import type { Context } from '../graphql/context.js';
import { Loaders } from '../graphql/loaders.js';
import { isShared } from '../live/shared.js';
import type { ErrorMasking } from './error-masking.js';
import type { Execution } from './execution.js';
import type { OpenStream } from './open-streams.js';
import type { KnownDocument, Operation } from './operation.js';

/** A result; where many readers get the same, it is encoded once. */
type Rendered = ExecutionResult & { readonly stringify?: () => string };

/** Results by document: of an item that looks the same to everybody who may see it. */
const rendered = new WeakMap<object, Map<KnownDocument, Rendered>>();

/** Carries subscriptions to their readers until either side has had enough. */
export class Subscriptions {
  constructor(
    private readonly execution: Execution,
    private readonly masking: ErrorMasking,
  ) {}

  async open(
    operation: Operation,
    opened: Context,
    stream: OpenStream,
  ): Promise<ExecutionResult | AsyncGenerator<Rendered>> {
    const context: Context = { ...opened, signal: stream.signal };
    let source: AsyncIterable<unknown> | ExecutionResult;
    try {
      source = await createSourceEventStream(this.execution.argsOf(operation, context));
    } catch (error) {
      stream.close();
      throw error;
    }
    if (Symbol.asyncIterator in source) return this.#results(source, operation, context, stream);
    stream.close();
    return this.execution.refused(source, operation);
  }

  async *#results(
    source: AsyncIterable<unknown>,
    operation: Operation,
    context: Context,
    stream: OpenStream,
  ): AsyncGenerator<Rendered> {
    try {
      for await (const item of source) {
        const result = await this.#render(item, operation, context);
        if (stream.signal.aborted) break;
        yield result;
      }
    } catch (error) {
      if (!stream.signal.aborted) yield { errors: [this.masking.mask(toError(error), context.traceId)] };
    } finally {
      stream.close();
    }
    if (stream.refusal) yield { errors: [toGraphQLError(stream.refusal)] };
  }

  async #render(item: unknown, operation: Operation, context: Context): Promise<Rendered> {
    const { document } = operation;
    const shared = isShared(item) && !usesVariablesInside(document);
    const known = shared ? rendered.get(item)?.get(document) : undefined;
    if (known) return known;
    // What was looked up for the last item may have changed since.
    const fresh: Context = { ...context, loaders: new Loaders(context.calls) };
    const executed = await this.execution.run(operation, fresh, item);
    const result = this.#masked(executed, context.traceId);
    if (!shared) return result;
    const json = JSON.stringify(result);
    const once: Rendered = { ...result, stringify: () => json };
    const byDocument = rendered.get(item) ?? new Map<KnownDocument, Rendered>();
    rendered.set(item, byDocument.set(document, once));
    return once;
  }

  #masked(result: ExecutionResult, traceId: string): ExecutionResult {
    if (!result.errors) return result;
    return { ...result, errors: result.errors.map((error) => this.masking.mask(error, traceId)) };
  }
}

/** Then the result depends on more than the document and the item. */
const variablesInside = new WeakMap<KnownDocument, boolean>();

function usesVariablesInside(document: KnownDocument): boolean {
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

/** As graphql-js has it of what a resolver throws. */
const toError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : new GraphQLError('a subscription failed', {
        originalError: error instanceof Error ? error : new Error(String(error)),
      });
