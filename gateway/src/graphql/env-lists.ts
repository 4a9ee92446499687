import { reject, type Rejection } from '@berth/kernel/rejection';

interface Variable {
  readonly name: string;
}

/** Environment variables are a list in GraphQL and an object in services: refusals must name the list index. */
export function atListIndex(input: object, refusal: Rejection): Rejection {
  const { field, message } = refusal;
  if (field === undefined) return refusal;
  const place = listPathOf(input, field);
  if (place === undefined) return refusal;
  const said = message.startsWith(`${field}:`) ? `${place}${message.slice(field.length)}` : message;
  return { ...refusal, field: place, message: said };
}

/** Refuses a variable that is given twice, because its value would be ambiguous. */
export function duplicateVariable(input: unknown, path = ''): Rejection | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  for (const [key, member] of Object.entries(input)) {
    const place = path === '' ? key : `${path}.${key}`;
    const twice = key === 'env' ? duplicateIn(member, place) : undefined;
    const refusal = twice ?? duplicateVariable(member, place);
    if (refusal) return refusal;
  }
  return undefined;
}

function duplicateIn(variables: unknown, place: string): Rejection | undefined {
  if (!isList(variables)) return undefined;
  const seen = new Set<string>();
  for (const [index, { name }] of variables.entries()) {
    const field = `${place}.${index}.name`;
    if (seen.has(name)) return reject('VALIDATION_FAILED', `${field}: "${name}" is given twice`, field);
    seen.add(name);
  }
  return undefined;
}

/** What follows `env.` is the variable's name, whatever is in it. */
function listPathOf(input: object, field: string): string | undefined {
  let at: unknown = input;
  const parts = field.split('.');
  for (const [index, part] of parts.entries()) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as { readonly [key: string]: unknown })[part];
    if (part !== 'env' || !isList(at)) continue;
    const name = parts.slice(index + 1).join('.');
    const place = at.findIndex((variable) => variable.name === name);
    if (place < 0) return undefined;
    return [...parts.slice(0, index + 1), place, NAME.test(name) ? 'value' : 'name'].join('.');
  }
  return undefined;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

const isList = (value: unknown): value is readonly Variable[] =>
  Array.isArray(value) && value.every((each) => typeof (each as Partial<Variable> | null)?.name === 'string');
