/** Deeper than any input of ours, and shallow enough for whatever walks it by recursion. */
export const MAX_INPUT_DEPTH = 32;

export interface InvalidValue {
  /** Where it is: `command.0`. */
  readonly path: string;
  readonly message: string;
}

/**
 * What can't be stored, hashed or passed to a program, wherever in an input it is: half a surrogate pair, which UTF-8
 * and canonical JSON have no form for; U+0000, where programs' texts end; values nested without end.
 * @param options.nul whether U+0000 may stand in texts
 */
export function findInvalidValue(
  value: unknown,
  options: { readonly nul?: boolean } = {},
): InvalidValue | undefined {
  return look(value, [], options.nul ?? false);
}

/** Whether something is nested beyond a depth; walked no deeper than that. */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}

function look(value: unknown, path: string[], nul: boolean): InvalidValue | undefined {
  if (typeof value === 'string') {
    const message = faultOf(value, nul);
    return message === undefined ? undefined : { path: path.join('.'), message };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length === MAX_INPUT_DEPTH) {
    return {
      path: path.slice(0, 4).join('.'),
      message: `must not be nested more than ${MAX_INPUT_DEPTH} levels deep`,
    };
  }
  for (const [key, member] of Object.entries(value)) {
    const fault = faultOf(key, nul);
    if (fault !== undefined) return { path: path.join('.'), message: `has a property name that ${fault}` };
    path.push(key);
    const unfit = look(member, path, nul);
    if (unfit) return unfit;
    path.pop();
  }
  return undefined;
}

function faultOf(text: string, nul: boolean): string | undefined {
  if (!text.isWellFormed()) return 'must be well-formed text: it contains an unpaired surrogate';
  if (!nul && text.includes('\0')) return 'must not contain the character U+0000';
  return undefined;
}
