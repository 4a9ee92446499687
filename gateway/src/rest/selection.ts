import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
} from 'graphql';

/** Deeper than any object of the schema that is not an entity. */
const MAX_DEPTH = 6;

/** Fields with a route of their own, or that cost a call for each object. */
const LEFT_OUT = new Set(['Job.pending', 'Reservation.connection', 'JobEvent.job', 'User.preferences']);

/** Parts of an object that grow with its past or size: the object's own route has them, lists of objects do not. */
const LEFT_OUT_OF_LISTS = new Set([
  'Job.runs',
  'Reservation.changes',
  'Reservation.overstays',
  'Reservation.warnings',
  'Schedule.lastFirings',
  'Schedule.nodes',
  'Workflow.nodes',
]);

/** What an entity is called where another object refers to it. */
const LABELS = ['name', 'username', 'title'];

/**
 * The fields of an object in the REST API, as a GraphQL selection: all scalars and all objects that are its parts. Of another
 * entity (a `Node`) it has id and name. What takes arguments has a route of its own.
 */
export function selectionOf(type: GraphQLCompositeType, options: { readonly inList?: boolean } = {}): string {
  return selected(type, [], options.inList === true);
}

/** The fields that `selectionOf` selects. */
export function selectedFields(
  type: GraphQLObjectType | GraphQLInterfaceType,
  within: readonly string[] = [],
  inList = false,
): readonly GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields()).filter((field) => {
    const place = `${type.name}.${field.name}`;
    if (field.args.length > 0 || LEFT_OUT.has(place) || (inList && LEFT_OUT_OF_LISTS.has(place)))
      return false;
    const named = getNamedType(field.type);
    return (
      !isCompositeType(named) ||
      isReference(named) ||
      (!within.includes(named.name) && within.length < MAX_DEPTH)
    );
  });
}

/** Whether objects of the type are named by id within others. */
export const isReference = (type: unknown): type is GraphQLObjectType =>
  isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');

/** What a mutation gives holds whole entities. */
export const isSuccess = ({ name }: { readonly name: string }): boolean => name.endsWith('Success');

/** The fields of an entity that another object refers to. */
export const referenceFields = (type: GraphQLObjectType): readonly GraphQLField<unknown, unknown>[] =>
  Object.values(type.getFields()).filter(({ name }) => name === 'id' || LABELS.includes(name));

function selected(type: GraphQLCompositeType, within: readonly string[], inList: boolean): string {
  if (isUnionType(type))
    return `{ __typename ${type
      .getTypes()
      .map((member) => `... on ${member.name} ${selected(member, within, inList)}`)
      .join(' ')} }`;
  const inside = [...within, type.name];
  const fields = selectedFields(type, inside, inList).map((field) => {
    const named = getNamedType(field.type);
    if (!isCompositeType(named)) return field.name;
    if (isReference(named) && !isSuccess(type))
      return `${field.name} { ${referenceFields(named)
        .map(({ name }) => name)
        .join(' ')} }`;
    return `${field.name} ${selected(named, inside, inList)}`;
  });
  const concrete = isInterfaceType(type) ? '__typename ' : '';
  return `{ ${concrete}${fields.join(' ')} }`;
}
