import type { JsonObject, JsonValue } from '@berth/kernel/json';
import { sealedValue } from './fields.js';

/** Replaces a sealed value: its existence is not secret, but its bytes stay inside the platform. */
const MARK = 'sealed';

const MEMBERS = Object.keys(sealedValue.shape);

/** The data of an event as it may leave the platform: no key ids, no ciphertext. */
export const markSealed = (data: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, value === undefined ? value : marked(value)]),
  );

/** Whether there is a sealed value anywhere in it. */
export function hasSealed(value: JsonValue | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).some(hasSealed);
  return isSealed(value as JsonObject) || Object.values(value as JsonObject).some(hasSealed);
}

function marked(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(marked);
  const members = value as JsonObject;
  return isSealed(members) ? MARK : markSealed(members);
}

const isSealed = (value: JsonObject): boolean =>
  Object.keys(value).length === MEMBERS.length && MEMBERS.every((name) => typeof value[name] === 'string');
