import { defined } from '@berth/kernel/defined';
import { LruCache } from '@berth/kernel/lru-cache';
import { err, ok, type Result } from '@berth/kernel/result';
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
  BREAK,
  type ASTNode,
} from 'graphql';
import { aliasRule, depthRule } from '../limits/depth.rule.js';
import { CostModel, costOfVariables } from '../limits/cost.js';
import { complexityError } from '../limits/document-complexity.js';
import type { KnownDocument, Operation } from './operation.js';

/** Adds the field that graphql-js finds fault with, in the words that variables have: `input.gpus.count`. */
function withPlace(error: GraphQLError, document: DocumentNode): GraphQLError {
  const field = error.extensions['field'] ?? placeOf(error, document);
  const { message, nodes, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    extensions: {
      code: 'GRAPHQL_VALIDATION_FAILED',
      ...defined({ field }),
      ...extensions,
    },
  });
}

const NAMED = /^(?:Cannot query field "|Unknown argument "|Variable "\$)(\w+)"|argument "(\w+)" of type/;
const MEMBER = /^Field "(?:\w+\.)?(\w+)" (?:of required type|is not defined by)/;

function placeOf({ message, nodes }: GraphQLError, document: DocumentNode): string | undefined {
  const named = NAMED.exec(message);
  if (named) return named[1] ?? named[2];
  const path = nodes?.[0] ? pathTo(nodes[0], document) : [];
  const member = MEMBER.exec(message)?.[1];
  if (member !== undefined && path.at(-1) !== member) path.push(member);
  return path.length > 0 ? path.join('.') : undefined;
}

/** Names of the argument and the input fields that lead to a node; none where it is no value. */
function pathTo(node: ASTNode, document: DocumentNode): string[] {
  const path: string[] = [];
  visit(document, {
    enter(each, _key, parent, _path, ancestors) {
      if (each !== node) return undefined;
      for (const step of [...ancestors, parent, each]) {
        if (step && 'kind' in step && (step.kind === Kind.ARGUMENT || step.kind === Kind.OBJECT_FIELD))
          path.push(step.name.value);
      }
      return BREAK;
    },
  });
  return path;
}

export interface DocumentLimits {
  readonly maxDepth: number;
  readonly maxCost: number;
  readonly maxAliases: number;
  readonly maxTokens: number;
}

const MAX_KNOWN = 500;
/** Documents that were refused: what is kept of one is its text and 20 messages. */
const MAX_REFUSED = 200;
/** Longer ones are validated each time, so that what is remembered stays small. */
const LONGEST_KNOWN = 20_000;
const MAX_ERRORS = 20;
/** Parsing and validating so much text takes about as long as answering a field. */
const CHARACTERS_PER_COST = 10;

/** Documents by their text. Clients send few different ones, and parsing and validating costs more than executing. */
export class Documents {
  readonly #known = new LruCache<KnownDocument>(MAX_KNOWN);
  /** So that what was refused once costs no more than a look-up when it is sent again. */
  readonly #refused = new LruCache<readonly GraphQLError[]>(MAX_REFUSED);
  /** They bound what the others cost. */
  readonly #bounds: readonly ValidationRule[];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: DocumentLimits,
  ) {
    this.#bounds = [aliasRule(limits.maxAliases), depthRule(limits.maxDepth)];
  }

  /** What finding out about a text costs, in the units of a query's cost: next to nothing where it is known. */
  costOfReading(text: string): number {
    return this.#known.has(text) || this.#refused.has(text) ? 0 : text.length / CHARACTERS_PER_COST;
  }

  find(text: string): Result<KnownDocument, readonly GraphQLError[]> {
    const known = this.#known.get(text);
    if (known) return ok(known);
    const refused = this.#refused.get(text);
    if (refused) return err(refused);
    const found = this.#read(text);
    if (text.length > LONGEST_KNOWN) return found;
    if (found.ok) {
      this.#known.set(text, found.value);
      return found;
    }
    const errors = found.error.map(withoutNodes);
    this.#refused.set(text, errors);
    return err(errors);
  }

  #read(text: string): Result<KnownDocument, readonly GraphQLError[]> {
    const document = this.#parse(text);
    if (!document.ok) return document;
    const repeats = complexityError(document.value);
    if (repeats) return err([repeats]);
    for (const rules of [this.#bounds, specifiedRules]) {
      const errors = validate(this.schema, document.value, rules, { maxErrors: MAX_ERRORS });
      if (errors.length > 0) return err(errors.map((error) => withPlace(error, document.value)));
    }
    const found: KnownDocument = {
      ast: document.value,
      cost: new CostModel(this.schema, document.value),
      introspects: asksForSchema(document.value),
      costDependsOnVariables: hasSizesByVariable(document.value),
      costs: new Map(),
    };
    return ok(found);
  }

  /** The operation to execute, unless it is not there or costs too much. */
  operation(
    document: KnownDocument,
    operationName: string | undefined,
    variables: { readonly [name: string]: unknown },
  ): Result<Operation, GraphQLError> {
    const { ast, cost, costDependsOnVariables, costs } = document;
    const definition = getOperationAST(ast, operationName);
    if (!definition) {
      const message =
        operationName === undefined
          ? 'operationName: say which of the operations to execute'
          : `operationName: the document has no operation named ${operationName}`;
      return err(new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', field: 'operationName' } }));
    }
    const actual =
      (costDependsOnVariables ? undefined : costs.get(definition)) ??
      cost.costOf(definition, { ...defaultsOf(definition), ...variables });
    if (!costDependsOnVariables) costs.set(definition, actual);
    const { maxCost } = this.limits;
    if (actual <= maxCost)
      return ok({ document, definition, variables, cost: actual + costOfVariables(variables) });
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

/** Where it is in the text is kept, the tree that was made of the text is not. */
function withoutNodes({ message, source, positions, extensions }: GraphQLError): GraphQLError {
  return new GraphQLError(message, {
    ...(source && positions ? { source, positions } : {}),
    extensions,
  });
}

function syntaxError(error: GraphQLError, limit: number): GraphQLError {
  const { message, source, positions } = error;
  const tooLong = /Document contains more tha[nt] \d+ tokens/.test(message);
  return new GraphQLError(message, {
    ...(source && positions ? { source, positions } : {}),
    extensions: tooLong ? { code: 'TOO_MANY_TOKENS', limit } : { code: 'GRAPHQL_PARSE_FAILED' },
  });
}

function asksForSchema(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      if (name.value === '__schema' || name.value === '__type') found = true;
    },
  });
  return found;
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
