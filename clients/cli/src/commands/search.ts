import { UsageError } from '../errors.js';
import type { Invocation } from '../invocation.js';
import type { Item } from '../output/view.js';
import { column, id, type View } from '../output/view.js';
import { fieldsOf } from '../rest/values.js';
import type { Query } from '../http/api.js';

interface Found {
  readonly hits: readonly Item[];
  readonly more: readonly string[];
  readonly failures: readonly { readonly kind: string; readonly message: string }[];
}

const HIT: View = {
  name: 'name',
  columns: [column('KIND', 'kind'), column('ID', id('node.id')), column('NAME', 'name')],
};

export async function run(invocation: Invocation): Promise<void> {
  const { api, output } = invocation;
  const text = invocation.arg(0).trim();
  if (text === '') throw new UsageError('text: must not be empty', `${invocation.commandPath} --help`);
  const options = Object.fromEntries([...fieldsOf(invocation)].map(([name, { value }]) => [name, value]));
  const found = await api.get<Found>('/search', { ...(options as Query), text });
  for (const { kind, message } of found.failures)
    output.warn(`berth: ${kind.toLowerCase()}: not searched: ${message}`);
  await output.list(found.hits, HIT);
  if (found.more.length > 0)
    output.say(
      `there are more: ${found.more.map((kind) => kind.toLowerCase()).join(', ')}; --limit shows more`,
    );
}
