import type { ExecutionResult } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { Exchange } from '../exchange.js';
import type { Operation } from '../operation.js';

/** Executes a query or mutation; errors in the result are not masked yet. */
export type Execute = (exchange: Exchange, operation: Operation) => Promise<ExecutionResult>;

/**
 * What is done about each operation. Steps are put together once, when the gateway starts: hooks that are called for each
 * request cost more than what they do.
 */
export interface Step {
  /** Before it is executed; throws what the client is told instead. */
  readonly before?: (exchange: Exchange, params: GraphQLParams) => void;
  /** Around the execution of queries and mutations, within the steps that come before. */
  readonly around?: (next: Execute) => Execute;
}
