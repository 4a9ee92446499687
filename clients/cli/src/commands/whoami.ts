import type { Invocation } from '../invocation.js';
import { column, id, time, wide, type Item, type View } from '../output/view.js';

const VIEW: View = {
  name: 'username',
  columns: [
    column('USERNAME', 'username'),
    column('ROLE', 'role'),
    column('E-MAIL', 'email'),
    column('STATUS', 'status'),
    column('GATEWAY', 'gateway'),
    column('CONTEXT', 'context'),
    wide('SINCE', time('createdAt')),
    wide('ID', id()),
  ],
};

export async function run(invocation: Invocation): Promise<void> {
  const me = await invocation.api.get<Item>('/me');
  const where = invocation.output.isForPeople
    ? { gateway: invocation.url, context: invocation.contextName ?? null }
    : {};
  await invocation.output.one({ ...me, ...where }, VIEW);
}
