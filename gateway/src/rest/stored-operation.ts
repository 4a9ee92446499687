import {
  getNamedType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  isUnionType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { pageSize, type Range } from './page-size.js';
import type { Route } from './route.js';
import { selectionOf } from './selection.js';

/** How the value of an operation is answered. */
export type Shape = 'object' | 'list' | 'connection' | 'result' | 'json';

/** One variable of a stored operation that the query part of the URL gives. */
export interface QueryVariable {
  /** In the URL: `limit` and `cursor` in place of `first` and `after`. */
  readonly name: string;
  readonly variable: string;
  readonly argument: GraphQLArgument;
  /** Of a page's size. */
  readonly range?: Range | undefined;
}

/** What a route executes. */
export interface StoredOperation {
  readonly route: Route;
  readonly text: string;
  /** Members of the result's data that lead to the value. */
  readonly at: readonly string[];
  readonly shape: Shape;
  /** Of the value: an entity, a connection, or what a mutation's success holds. */
  readonly type: GraphQLNamedType;
  readonly pathVariables: readonly { readonly name: string; readonly variable: string }[];
  readonly queryVariables: readonly QueryVariable[];
  /** Of a mutation; members that the path gives are not taken from the body. */
  readonly input?: GraphQLInputObjectType;
  /** The field that the operation stands on, for its description. */
  readonly field: GraphQLField<unknown, unknown>;
}

const URL_NAMES: { readonly [argument: string]: string } = { first: 'limit', after: 'cursor' };
/** REST pages go forward, except on routes that say otherwise. */
const BACKWARD = ['last', 'before'];
/** Whether a list is counted, which costs more than its page. */
export const COUNT = 'count';

/**
 * The operation of a route, made from the schema.
 * @throws Error that names the route, where it does not fit the schema
 */
export function storedOperation(schema: GraphQLSchema, route: Route): StoredOperation {
  return route.method === 'GET' ? queryOf(schema, route) : mutationOf(schema, route);
}

/** The subscription that a route streams. */
export function storedSubscription(schema: GraphQLSchema, routed: Route): StoredOperation {
  const { liveArgument, parameters } = routed;
  const route: Route =
    liveArgument === undefined
      ? routed
      : { ...routed, parameters: parameters.map(({ name }) => ({ name, gives: liveArgument })) };
  const root = schema.getSubscriptionType();
  const name = route.live ?? '';
  const field = fieldOf(root, name, route);
  const { given, free } = split(field.args, route);
  const type = getNamedType(field.type) as GraphQLObjectType;
  const call = `${name}${argumentsOf([...given, ...free])}`;
  return {
    route,
    text: `subscription ${name}${definitionsOf([...given, ...free])} { ${call} ${selectionOf(type)} }`,
    at: [name],
    shape: 'object',
    type,
    field,
    pathVariables: pathVariables(route, given),
    queryVariables: queryVariables(route, free),
  };
}

function queryOf(schema: GraphQLSchema, route: Route): StoredOperation {
  const [first = '', second] = route.field.split('.');
  const [name = '', typeName] = first.split(':');
  const field = fieldOf(schema.getQueryType(), name, route);
  if (typeName !== undefined) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw misfit(route, `there is no type ${typeName}`);
    const own = split(field.args, route).given;
    return {
      route,
      text: `query ${name}${typeName}${definitionsOf(own)} { ${name}${argumentsOf(own)} { ... on ${typeName} ${selectionOf(type)} } }`,
      at: [name],
      shape: 'object',
      type,
      field,
      pathVariables: pathVariables(route, own),
      queryVariables: [],
    };
  }
  const outer = split(field.args, route);
  if (second !== undefined) {
    const inner = fieldOf(getNamedType(field.type), second, route);
    const free = inner.args.filter(({ name: argument }) => route.backward || !BACKWARD.includes(argument));
    const asked = valueOf(inner, free);
    return {
      route,
      text: `query ${name}_${second}${definitionsOf([...outer.given, ...free], asked.shape)} { ${name}${argumentsOf(outer.given)} { ${second}${argumentsOf(free)} ${asked.selection} } }`,
      at: [name, second],
      ...asked,
      field: inner,
      pathVariables: pathVariables(route, outer.given),
      queryVariables: queryVariables(
        route,
        free.filter(({ name: argument }) => !route.internal?.includes(argument)),
      ),
    };
  }
  const asked = valueOf(field, outer.free);
  return {
    route,
    text: `query ${name}${definitionsOf([...outer.given, ...outer.free], asked.shape)} { ${name}${argumentsOf([...outer.given, ...outer.free])} ${asked.selection} }`,
    at: [name],
    ...asked,
    field,
    pathVariables: pathVariables(route, outer.given),
    queryVariables: queryVariables(route, outer.free),
  };
}

function mutationOf(schema: GraphQLSchema, route: Route): StoredOperation {
  const name = route.field;
  const field = fieldOf(schema.getMutationType(), name, route);
  const input = getNamedType(field.args[0]?.type);
  const result = getNamedType(field.type);
  if (!isInputObjectType(input) || !isUnionType(result))
    throw misfit(route, `${name} is not of the usual form`);
  for (const { gives } of route.parameters)
    if (!input.getFields()[gives]) throw misfit(route, `${input.name} has no ${gives}`);
  const success = result.getTypes().find((type) => type.name.endsWith('Success'));
  if (!success) throw misfit(route, `${result.name} has no success`);
  const refusals = result
    .getTypes()
    .filter((type) => type !== success && Object.keys(type.getFields()).length > REFUSAL_FIELDS)
    .map((type) => `... on ${type.name} ${selectionOf(type)}`);
  return {
    route,
    text: `mutation ${name}($input: ${input.name}!) { ${name}(input: $input) { __typename ... on Error { code message field details } ${refusals.join(' ')} ... on ${success.name} ${route.status === 204 ? '{ __typename }' : selectionOf(success)} } }`,
    at: [name],
    shape: 'result',
    type: success,
    input,
    field,
    pathVariables: route.parameters.map(({ name: parameter, gives }) => ({
      name: parameter,
      variable: gives,
    })),
    queryVariables: [],
  };
}

/** Of the interface `Error`; what has more says more. */
const REFUSAL_FIELDS = 4;

function valueOf(field: GraphQLField<unknown, unknown>, args: readonly GraphQLArgument[]) {
  const named = getNamedType(field.type);
  if (isScalarType(named)) return { shape: 'json' as Shape, type: named, selection: '' };
  const type = named as GraphQLObjectType;
  const edges = type.getFields()['edges'];
  if (!edges) {
    const shape: Shape = field.type.toString().includes('[') ? 'list' : 'object';
    return { shape, type, selection: selectionOf(type) };
  }
  const edge = getNamedType(edges.type) as GraphQLObjectType;
  const node = getNamedType(edge.getFields()['node']?.type) as GraphQLObjectType;
  const extra = extraFields(type).join(' ');
  const counted = type.getFields()['totalCount'] ? `totalCount @include(if: $${COUNT})` : '';
  const selection = `{ edges { node ${selectionOf(node, { inList: true })} } pageInfo { hasNextPage endCursor } ${extra} ${counted} }`;
  if (!args.some(({ name }) => name === 'first')) throw new Error(`${type.name} can't be paged`);
  return { shape: 'connection' as Shape, type, selection };
}

/** Members of a connection beside its page, such as the total of all charges. */
export const extraFields = (connection: GraphQLObjectType): readonly string[] =>
  Object.keys(connection.getFields()).filter((name) => !['edges', 'pageInfo', 'totalCount'].includes(name));

interface Arguments {
  /** By the path. */
  readonly given: readonly GraphQLArgument[];
  /** By the query part of the URL. */
  readonly free: readonly GraphQLArgument[];
}

function split(args: readonly GraphQLArgument[], route: Route): Arguments {
  const byPath = new Set(route.parameters.map(({ gives }) => gives));
  const left = new Set([...(route.backward ? [] : BACKWARD), ...(route.without ?? [])]);
  const known = new Set(args.map(({ name }) => name));
  for (const name of byPath) if (!known.has(name)) throw misfit(route, `there is no argument ${name}`);
  return {
    given: args.filter(({ name }) => byPath.has(name)),
    free: args.filter(({ name }) => !byPath.has(name) && !left.has(name)),
  };
}

const pathVariables = (route: Route, given: readonly GraphQLArgument[]) =>
  route.parameters
    .filter(({ gives }) => given.some(({ name }) => name === gives))
    .map(({ name, gives }) => ({ name, variable: gives }));

const queryVariables = (route: Route, free: readonly GraphQLArgument[]): QueryVariable[] =>
  free.map((argument) => ({
    name: URL_NAMES[argument.name] ?? argument.name,
    variable: argument.name,
    argument,
    range: pageSize(route.field, argument.name),
  }));

const argumentsOf = (args: readonly GraphQLArgument[]): string =>
  args.length === 0 ? '' : `(${args.map(({ name }) => `${name}: $${name}`).join(', ')})`;

function definitionsOf(args: readonly GraphQLArgument[], shape?: Shape): string {
  const definitions = args.map(({ name, type }) => `$${name}: ${String(type)}`);
  // Without it the cost would be that of the greatest page.
  if (shape === 'connection') definitions.push(`$${COUNT}: Boolean! = false`);
  return definitions.length === 0 ? '' : `(${definitions.join(', ')})`;
}

function fieldOf(type: GraphQLNamedType | null | undefined, name: string, route: Route) {
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  if (!field) throw misfit(route, `${type?.name ?? 'the schema'} has no field ${name}`);
  return field;
}

const misfit = ({ method, path }: Route, why: string): Error =>
  new Error(`the route ${method} ${path} does not fit the schema: ${why}`);
