import {
  createSourceEventStream,
  execute,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Context } from '../graphql/context.js';
import { costOfVariables } from '../limits/cost.js';
import type { Documents, KnownDocument } from './documents.js';
import type { ErrorMasking } from './error-masking.js';
import type { GraphQLRequest } from './http-request.js';
import { variableErrors } from './variable-errors.js';

/** A request that may be executed. */
export interface Prepared {
  readonly document: KnownDocument;
  readonly operation: OperationDefinitionNode;
  readonly variables: { readonly [name: string]: unknown };
  /** In the units of a query's cost. */
  readonly cost: number;
}

export interface ExecutorOptions {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly masking: ErrorMasking;
  /** For queries and mutations, in ms. */
  readonly timeoutMs: number;
}

/** Executes operations; what it gives is fit for clients. */
export class Executor {
  constructor(private readonly options: ExecutorOptions) {}

  /** What preparing a request costs, before what executing it does. */
  costOfPreparing({ query }: GraphQLRequest): number {
    return this.options.documents.costOfReading(query);
  }

  prepare(request: GraphQLRequest, traceId: string): Result<Prepared, ExecutionResult> {
    const { documents } = this.options;
    const variables = request.variables ?? {};
    const document = documents.find(request.query);
    if (!document.ok) return err(this.#refused(document.error, traceId));
    const operation = documents.operation(document.value, request.operationName, variables);
    if (!operation.ok) return err(this.#refused([operation.error], traceId));
    const cost = operation.value.cost + costOfVariables(variables);
    return ok({ document: document.value, operation: operation.value.operation, variables, cost });
  }

  async execute(prepared: Prepared, context: Context, rootValue?: unknown): Promise<ExecutionResult> {
    const { traceId } = context;
    const running = execute(this.#argsOf(prepared, context, rootValue));
    const result = running instanceof Promise ? await this.#inTime(running, prepared, context) : running;
    if (!result.errors) return result;
    if (result.data !== undefined) return { ...result, errors: this.#masked(result.errors, traceId) };
    return this.#refused(this.#variableErrors(prepared) ?? result.errors, traceId);
  }

  /** What the subscription's resolver gives, item by item: each is executed as a root value. */
  async open(prepared: Prepared, context: Context): Promise<Result<AsyncIterable<unknown>, ExecutionResult>> {
    const source = await createSourceEventStream(this.#argsOf(prepared, context, undefined));
    if (Symbol.asyncIterator in source) return ok(source);
    const errors = this.#variableErrors(prepared) ?? source.errors ?? [];
    return err(this.#refused(errors, context.traceId));
  }

  #argsOf({ document, operation, variables }: Prepared, contextValue: Context, rootValue: unknown) {
    return {
      schema: this.options.schema,
      document: document.ast,
      ...(operation.name ? { operationName: operation.name.value } : {}),
      variableValues: variables,
      contextValue,
      rootValue,
    };
  }

  /** The longest that one of its fields may take. */
  #timeoutOf({ operation }: Prepared): number {
    const fields = this.options.schema.getRootType(operation.operation)?.getFields();
    const own = operation.selectionSet.selections.map((selection) =>
      selection.kind === Kind.FIELD
        ? Number(fields?.[selection.name.value]?.extensions['timeoutMs'] ?? 0)
        : 0,
    );
    return Math.max(this.options.timeoutMs, ...own);
  }

  #variableErrors({ operation, variables }: Prepared): readonly GraphQLError[] | undefined {
    const errors = variableErrors(this.options.schema, operation, variables);
    return errors.length > 0 ? errors : undefined;
  }

  #refused(errors: readonly GraphQLError[], traceId: string): ExecutionResult {
    return { errors: this.#masked(errors, traceId) };
  }

  #masked(errors: readonly GraphQLError[], traceId: string): readonly GraphQLError[] {
    return errors.map((error) => this.options.masking.mask(error, traceId));
  }

  /** What is given up goes on for nobody: whatever waits for the client to go is told. */
  #inTime(
    running: Promise<ExecutionResult>,
    prepared: Prepared,
    { giveUp }: Context,
  ): Promise<ExecutionResult> {
    const timeoutMs = this.#timeoutOf(prepared);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        giveUp();
        const message = `it took longer than ${timeoutMs / 1000} s and was given up`;
        resolve({
          errors: [new GraphQLError(message, { extensions: { code: 'UNAVAILABLE', reason: 'timeout' } })],
          data: null,
        });
      }, timeoutMs);
      running.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
}

export const isSubscription = ({ operation }: Prepared): boolean =>
  operation.operation === OperationTypeNode.SUBSCRIPTION;
export const isMutation = ({ operation }: Prepared): boolean =>
  operation.operation === OperationTypeNode.MUTATION;

/** What the operation is about, for metrics and traces: names that clients make up would be without number. */
export function rootFieldOf({ operation }: Prepared): string {
  const [first] = operation.selectionSet.selections;
  return first?.kind === Kind.FIELD ? first.name.value : 'fragment';
}
