import {
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  validate,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValidationRule,
} from 'graphql';
import { err, ok, type Result } from '@berth/kernel/result';
import { LruCache } from '@berth/service-host/lru-cache';
import { aliasRule } from '../limits/alias.rule.js';
import { CostModel } from '../limits/cost.js';
import { depthRule } from '../limits/depth.rule.js';
import { withPlace } from './error-place.js';

export interface DocumentLimits {
  readonly maxDepth: number;
  readonly maxCost: number;
  readonly maxAliases: number;
  readonly maxTokens: number;
}

/** A document that has been parsed and validated. */
export interface KnownDocument {
  readonly ast: DocumentNode;
  readonly cost: CostModel;
  /** Only then can the cost differ from one request to the next. */
  readonly costDependsOnVariables: boolean;
  /** By operation, where it does not. */
  readonly costs: Map<OperationDefinitionNode, number>;
}

const MOST_KNOWN = 500;
/** Longer ones are validated each time, so that what is remembered stays small. */
const LONGEST_KNOWN = 20_000;
const MOST_ERRORS = 20;

/** Documents by their text. Clients send few different ones, and parsing and validating costs more than executing. */
export class Documents {
  readonly #known = new LruCache<KnownDocument>(MOST_KNOWN);
  readonly #rules: readonly ValidationRule[];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: DocumentLimits,
  ) {
    this.#rules = [aliasRule(limits.maxAliases), depthRule(limits.maxDepth), ...specifiedRules];
  }

  find(text: string): Result<KnownDocument, readonly GraphQLError[]> {
    const known = this.#known.get(text);
    if (known) return ok(known);
    const document = this.#parse(text);
    if (!document.ok) return document;
    const errors = validate(this.schema, document.value, this.#rules, { maxErrors: MOST_ERRORS });
    if (errors.length > 0) return err(errors.map((error) => withPlace(error, document.value)));
    const found: KnownDocument = {
      ast: document.value,
      cost: new CostModel(this.schema, document.value),
      costDependsOnVariables: hasSizesByVariable(document.value),
      costs: new Map(),
    };
    if (text.length <= LONGEST_KNOWN) this.#known.set(text, found);
    return ok(found);
  }

  /** The operation to execute, unless it is not there or costs too much. */
  operation(
    { ast, cost, costDependsOnVariables, costs }: KnownDocument,
    operationName: string | undefined,
    variables: { readonly [name: string]: unknown },
  ): Result<OperationDefinitionNode, GraphQLError> {
    const operation = getOperationAST(ast, operationName);
    if (!operation) {
      const message =
        operationName === undefined
          ? 'operationName: say which of the operations to execute'
          : `operationName: the document has no operation named ${operationName}`;
      return err(new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', field: 'operationName' } }));
    }
    const actual =
      (costDependsOnVariables ? undefined : costs.get(operation)) ??
      cost.costOf(operation, { ...defaultsOf(operation), ...variables });
    if (!costDependsOnVariables) costs.set(operation, actual);
    const { maxCost } = this.limits;
    if (actual <= maxCost) return ok(operation);
    return err(
      new GraphQLError(`the query may cost ${actual}; at most ${maxCost} is allowed: ask for smaller pages`, {
        extensions: { code: 'QUERY_TOO_COSTLY', limit: maxCost, actual },
      }),
    );
  }

  #parse(text: string): Result<DocumentNode, readonly GraphQLError[]> {
    try {
      return ok(parse(text, { maxTokens: this.limits.maxTokens }));
    } catch (error) {
      if (error instanceof GraphQLError) return err([syntaxError(error, this.limits.maxTokens)]);
      throw error;
    }
  }
}

function syntaxError(error: GraphQLError, limit: number): GraphQLError {
  const { message, source, positions } = error;
  const tooLong = /Document contains more tha[nt] \d+ tokens/.test(message);
  return new GraphQLError(message, {
    ...(source && positions ? { source, positions } : {}),
    extensions: tooLong ? { code: 'TOO_MANY_TOKENS', limit } : { code: 'GRAPHQL_PARSE_FAILED' },
  });
}

const SIZES = new Set(['first', 'last', 'ids']);

function hasSizesByVariable(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Argument(node) {
      if (SIZES.has(node.name.value) && node.value.kind !== Kind.INT) found = true;
    },
  });
  return found;
}

function defaultsOf(operation: OperationDefinitionNode): { [name: string]: unknown } {
  const defaults: { [name: string]: unknown } = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue?.kind === Kind.INT) defaults[variable.name.value] = Number(defaultValue.value);
  }
  return defaults;
}
