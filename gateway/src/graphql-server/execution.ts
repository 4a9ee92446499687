import {
  execute,
  GraphQLError,
  Kind,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
  coerceInputValue,
  isInputType,
  isNonNullType,
  typeFromAST,
  type OperationDefinitionNode,
} from 'graphql';
import type { Context } from '../graphql/context.js';
import type { Operation } from './operation.js';

/**
 * What is wrong with the variables, by field. graphql-js finds the same, but names the field in its message only, after
 * the whole value.
 */
function variableErrors(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: { readonly [name: string]: unknown },
): readonly GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const node of operation.variableDefinitions ?? []) {
    const { name } = node.variable;
    const type = typeFromAST(schema, node.type);
    if (!isInputType(type)) continue;
    const report = (field: string, message: string, code: unknown = 'BAD_USER_INPUT') => {
      errors.push(new GraphQLError(`${field}: ${message}`, { nodes: node, extensions: { code, field } }));
    };
    const value = variables[name.value];
    if (value === undefined || value === null) {
      if (isNonNullType(type) && !(value === undefined && node.defaultValue))
        report(name.value, 'is required');
      continue;
    }
    coerceInputValue(value, type, (path, _value, error) => {
      const member = /^Field "(\w+)" (?:of required type|is not defined)/.exec(error.message)?.[1];
      const place = member === undefined ? path : [...path, member];
      const field = place.reduce<string>(
        (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${key}`),
        name.value,
      );
      report(field, error.message, error.extensions['code']);
    });
  }
  return errors;
}

export interface ExecutionOptions {
  readonly schema: GraphQLSchema;
  /** For queries and mutations, in ms. */
  readonly timeoutMs: number;
}

/** Executes operations in the time that they may take. */
export class Execution {
  /** By operation, in ms: kept as long as the document is. */
  readonly #timeouts = new WeakMap<OperationDefinitionNode, number>();

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
    let timeoutMs = this.#timeouts.get(definition);
    if (timeoutMs !== undefined) return timeoutMs;
    const fields = this.options.schema.getRootType(definition.operation)?.getFields();
    const own = definition.selectionSet.selections.map((selection) =>
      selection.kind === Kind.FIELD
        ? Number(fields?.[selection.name.value]?.extensions['timeoutMs'] ?? 0)
        : 0,
    );
    timeoutMs = Math.max(this.options.timeoutMs, ...own);
    this.#timeouts.set(definition, timeoutMs);
    return timeoutMs;
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
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(timer);
          settle(value);
        };
      running.then(settled(resolve), settled(reject));
    });
  }
}
