import {
  execute,
  GraphQLError,
  Kind,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { Context } from '../graphql/context.js';
import type { Operation } from './operation.js';
import { variableErrors } from './variable-errors.js';

export interface ExecutionOptions {
  readonly schema: GraphQLSchema;
  /** For queries and mutations, in ms. */
  readonly timeoutMs: number;
}

/** Executes operations in the time that they may take. */
export class Execution {
  constructor(private readonly options: ExecutionOptions) {}

  /** Errors in the result are not masked yet. */
  async run(operation: Operation, context: Context, rootValue?: unknown): Promise<ExecutionResult> {
    const running = execute(this.argsOf(operation, context, rootValue));
    const result = running instanceof Promise ? await this.#inTime(running, operation, context) : running;
    return result.data === undefined ? this.refused(result, operation) : result;
  }

  /** What graphql-js takes. */
  argsOf(
    { definition, document, variables }: Operation,
    context: Context,
    rootValue?: unknown,
  ): ExecutionArgs {
    return {
      schema: this.options.schema,
      document: document.ast,
      operationName: definition.name?.value ?? null,
      variableValues: variables,
      contextValue: context,
      rootValue,
    };
  }

  /** Not executed: where the variables are to blame, the errors name their fields. */
  refused(result: ExecutionResult, { definition, variables }: Operation): ExecutionResult {
    const errors = variableErrors(this.options.schema, definition, variables);
    return errors.length > 0 ? { errors } : result;
  }

  /** The max that one of its fields may take. */
  #timeoutOf({ definition }: Operation): number {
    const fields = this.options.schema.getRootType(definition.operation)?.getFields();
    const own = definition.selectionSet.selections.map((selection) =>
      selection.kind === Kind.FIELD
        ? Number(fields?.[selection.name.value]?.extensions['timeoutMs'] ?? 0)
        : 0,
    );
    return Math.max(this.options.timeoutMs, ...own);
  }

  /** After the timeout whatever waits for the client to go is told. */
  #inTime(
    running: Promise<ExecutionResult>,
    operation: Operation,
    { giveUp }: Context,
  ): Promise<ExecutionResult> {
    const timeoutMs = this.#timeoutOf(operation);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        giveUp();
        const message = `timed out after ${timeoutMs / 1000} s`;
        resolve({
          errors: [new GraphQLError(message, { extensions: { code: 'UNAVAILABLE', reason: 'timeout' } })],
          data: null,
        });
      }, timeoutMs);
      running.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
}
