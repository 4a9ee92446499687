import type { Invocation } from '../invocation.js';
import { askPassword } from '../prompt.js';
import { UsageError } from '../errors.js';
import { firstLines } from '../stdin.js';

export async function run(invocation: Invocation): Promise<void> {
  const [currentPassword, newPassword] = invocation.flag('passwordStdin')
    ? await firstLines(2, '--password-stdin')
    : await asked();
  await invocation.api.post('/me/password', { currentPassword, newPassword });
  invocation.output.say('the password is changed; all other sessions have ended');
}

async function asked(): Promise<readonly [string, string]> {
  const currentPassword = await askPassword('Current password: ');
  const newPassword = await askPassword('New password: ');
  if ((await askPassword('New password again: ')) !== newPassword)
    throw new UsageError('the new passwords differ; nothing is changed');
  return [currentPassword, newPassword];
}
