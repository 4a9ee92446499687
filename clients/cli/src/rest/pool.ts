import { UsageError } from '../errors.js';
import type { Invocation } from '../invocation.js';
import { resolveId } from './resolve.js';

/** The pool that is looked at: said, set, or the only one that there is. */
export async function poolOf(invocation: Invocation, said: string | undefined): Promise<string> {
  const named = said ?? invocation.setting('pool');
  if (named !== undefined) return resolveId(invocation, 'pool', named);
  const { items } = await invocation.api.get<{ items: readonly { id: string; name: string }[] }>('/pools');
  const [only] = items;
  if (only && items.length === 1) return only.id;
  throw new UsageError(
    items.length === 0
      ? 'there is no pool yet'
      : `pool: say which one of ${items.map(({ name }) => name).join(', ')}`,
    items.length === 0 ? undefined : 'berth config set pool NAME keeps it',
  );
}
