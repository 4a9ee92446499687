/** Deeper than any input of ours, and shallow enough for whatever walks it by recursion. */
export const DEEPEST_INPUT = 32;

export interface Unfit {
  /** Where it is: `command.0`. */
  readonly path: string;
  readonly message: string;
}

/**
 * What can't be kept, hashed or handed to a program, wherever in an input it stands: half a surrogate pair, which UTF-8
 * and canonical JSON have no form for; U+0000, where programs' texts end; values nested without end.
 * @param options.nul whether U+0000 may stand in texts
 */
export function findUnfit(value: unknown, options: { readonly nul?: boolean } = {}): Unfit | undefined {
  return look(value, [], options.nul ?? false);
}

/** Whether something is nested beyond a depth; walked no deeper than that. */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}

function look(value: unknown, path: string[], nul: boolean): Unfit | undefined {
  if (typeof value === 'string') {
    const message = faultOf(value, nul);
    return message === undefined ? undefined : { path: path.join('.'), message };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length === DEEPEST_INPUT) {
    return {
      path: path.slice(0, 4).join('.'),
      message: `must not be nested more than ${DEEPEST_INPUT} deep`,
    };
  }
  for (const [key, member] of Object.entries(value)) {
    const fault = faultOf(key, nul);
    if (fault !== undefined) return { path: path.join('.'), message: `has a name that ${fault}` };
    path.push(key);
    const unfit = look(member, path, nul);
    if (unfit) return unfit;
    path.pop();
  }
  return undefined;
}

function faultOf(text: string, nul: boolean): string | undefined {
  if (!text.isWellFormed()) return 'must be text: it has half of a surrogate pair';
  if (!nul && text.includes('\0')) return 'must not have the character U+0000';
  return undefined;
}
