import { UsageError } from '../errors.js';
import { REST } from '../http/api.js';
import type { Invocation } from '../invocation.js';
import { USER } from '../output/people.views.js';
import type { Item } from '../output/view.js';
import { askPassword } from '../prompt.js';
import { firstLine } from '../stdin.js';

export async function run(invocation: Invocation): Promise<void> {
  const email = invocation.text('email');
  if (email === undefined) throw new UsageError('--email is missing: such as ada@example.org');
  const username = invocation.arg(0);
  const password = invocation.flag('passwordStdin')
    ? await firstLine('--password-stdin')
    : await askPassword(`Password for ${username}: `);
  const { user } = await invocation.api.json<{ user: Item | null }>('POST', `${REST}/users`, {
    anonymous: true,
    body: { username, email, password },
  });
  if (user) await invocation.output.one(user, USER);
  invocation.output.say(`log in with: berth login ${invocation.url} --user ${username}`);
}
