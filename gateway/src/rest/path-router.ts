/** Routes by path and method: `/jobs/{id}/logs`. A step that is written out goes before one that is a name. */
interface Branch<T> {
  readonly fixed: Map<string, Branch<T>>;
  named?: Branch<T>;
  readonly byMethod: Map<string, { readonly value: T; readonly names: readonly string[] }>;
}

export interface Match<T> {
  readonly value: T;
  /** By the names in braces, decoded. */
  readonly parameters: { readonly [name: string]: string };
}

const branch = <T>(): Branch<T> => ({ fixed: new Map(), byMethod: new Map() });

export class PathRouter<T> {
  readonly #root = branch<T>();

  add(method: string, path: string, value: T): void {
    const names: string[] = [];
    let at = this.#root;
    for (const step of stepsOf(path)) {
      const name = /^\{(\w+)\}$/.exec(step)?.[1];
      if (name !== undefined) {
        names.push(name);
        at = at.named ??= branch<T>();
      } else {
        const next = at.fixed.get(step) ?? branch<T>();
        at.fixed.set(step, next);
        at = next;
      }
    }
    at.byMethod.set(method, { value, names });
  }

  /** @returns the methods that the path has where it has not this one; undefined where there is no such path */
  find(method: string, path: string): Match<T> | { readonly methods: readonly string[] } | undefined {
    const given: string[] = [];
    const found = this.#walk(this.#root, stepsOf(path), 0, given);
    if (!found) return undefined;
    const hit = found.byMethod.get(method);
    if (!hit) return { methods: [...found.byMethod.keys()] };
    const parameters: { [name: string]: string } = {};
    for (const [index, name] of hit.names.entries()) parameters[name] = given[index] ?? '';
    return { value: hit.value, parameters };
  }

  #walk(at: Branch<T>, steps: readonly string[], index: number, given: string[]): Branch<T> | undefined {
    const step = steps[index];
    if (step === undefined) return at.byMethod.size > 0 ? at : undefined;
    const fixed = at.fixed.get(step);
    const found = fixed && this.#walk(fixed, steps, index + 1, given);
    if (found) return found;
    const value = decoded(step);
    if (!at.named || value === undefined) return undefined;
    given.push(value);
    const named = this.#walk(at.named, steps, index + 1, given);
    if (!named) given.pop();
    return named;
  }
}

const stepsOf = (path: string): string[] => path.split('/').slice(1);

/** Undefined where it is empty, or not encoded as UTF-8 in percent signs. */
function decoded(step: string): string | undefined {
  if (step === '') return undefined;
  try {
    return decodeURIComponent(step);
  } catch {
    return undefined;
  }
}
