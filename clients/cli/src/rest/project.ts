import { UsageError } from '../errors.js';
import type { Invocation } from '../invocation.js';

/** The project that a submission is for: said, set, or the only one that there is. */
export async function projectOf(invocation: Invocation): Promise<string> {
  const said = invocation.text('project') ?? invocation.setting('project');
  if (said !== undefined) return said;
  const { items } = await invocation.api.get<{
    items: readonly { id: string; name: string; archived: boolean }[];
  }>('/projects', { limit: 20 });
  const open = items.filter(({ archived }) => !archived);
  const [only] = open;
  if (only && open.length === 1) return only.id;
  const names = open.map(({ name }) => name).join(', ');
  throw new UsageError(
    open.length === 0
      ? '--project: you are in no project; an admin or a lead can add you'
      : `--project: say which one of ${names}`,
    open.length === 0 ? undefined : 'berth config set project NAME keeps it',
  );
}
