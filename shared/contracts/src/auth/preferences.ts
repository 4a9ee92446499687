import { z } from 'zod';

/** Of a person's preferences as JSON in UTF-8, of a patch as well as of what comes of it. */
export const MAX_PREFERENCES_BYTES = 16_384;
/** `{ "a": { "b": 1 } }` is two deep. */
const MAX_DEPTH = 6;
const MAX_NAME = 100;

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
  /** What is exceeded, where it is a limit. */
  readonly maximum?: number;
  readonly origin?: 'string' | 'object';
}

/** What can't be kept: the first member that is wrong, and why. */
function faultOf(value: unknown, path: readonly string[]): Fault | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length >= MAX_DEPTH)
    return {
      path,
      message: `must not be nested more than ${MAX_DEPTH} deep`,
      maximum: MAX_DEPTH,
      origin: 'object',
    };
  for (const [name, member] of Object.entries(value)) {
    // Programs that copy members one by one would change what objects inherit.
    if (name === '__proto__') return { path, message: 'must not have a member named __proto__' };
    if (name.length > MAX_NAME)
      return {
        path,
        message: `must not have a member whose name is longer than ${MAX_NAME} characters`,
        maximum: MAX_NAME,
        origin: 'string',
      };
    const fault = faultOf(member, [...path, name]);
    if (fault) return fault;
  }
  return undefined;
}

export const bytesOf = (value: object): number => Buffer.byteLength(JSON.stringify(value));

/** A JSON merge patch (RFC 7396): members replace those of the same name, null removes one. */
export const preferencesPatch = z.record(z.string(), z.unknown()).superRefine((patch, context) => {
  const fault = sizeFaultOf(patch) ?? faultOf(patch, []);
  if (!fault) return;
  const { path, message, maximum, origin = 'object' } = fault;
  const at = { message, path: [...path], input: patch };
  if (maximum === undefined) context.addIssue({ code: 'custom', ...at });
  else context.addIssue({ code: 'too_big', maximum, origin, inclusive: true, ...at });
});

function sizeFaultOf(patch: object): Fault | undefined {
  const bytes = bytesOf(patch);
  const maximum = MAX_PREFERENCES_BYTES;
  if (bytes <= maximum) return undefined;
  return { path: [], message: `must have at most ${maximum} bytes as JSON, has ${bytes}`, maximum };
}
