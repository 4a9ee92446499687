import {
  coerceInputValue,
  GraphQLError,
  isInputType,
  isNonNullType,
  typeFromAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/**
 * What is wrong with the variables, by field. graphql-js finds the same, but names the field in its message only, after
 * the whole value.
 */
export function variableErrors(
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
