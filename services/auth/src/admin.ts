import { ConfigError, parseConfig } from '@berth/service-host/config';
import { askPassword } from './admin/ask-password.js';
import { parseArguments, USAGE, UsageError, type AdminRequest } from './admin/arguments.js';
import { runAdminTask, type Task } from './admin/run-admin-task.js';
import { authConfig } from './auth.config.js';

try {
  process.exitCode = await run(parseArguments(process.argv.slice(2)));
} catch (error) {
  const misused = error instanceof UsageError;
  console.error(error instanceof Error ? error.message : String(error));
  if (misused) console.error(`\n${USAGE}`);
  process.exitCode = misused || error instanceof ConfigError ? 2 : 1;
}

async function run(request: AdminRequest): Promise<number> {
  if (request.task === 'help') {
    console.log(USAGE);
    return 0;
  }
  const config = parseConfig(authConfig, process.env);
  const done = await runAdminTask(toTask(request, await askPassword(request.passwordStdin)), config);
  if (!done.ok) {
    console.error(`Nothing was changed: ${done.error.message}`);
    return 1;
  }
  const { user, via } = done.value;
  const what =
    request.task === 'create' ? 'was created as an admin' : 'is an active admin with the new password';
  const how = via === 'service' ? 'by the running platform' : 'while the platform is stopped';
  const address = user.email ?? `whose personal data cannot be read: ${user.personalData}`;
  console.log(`${user.username} (${address}) ${what}, ${how}.`);
  return 0;
}

function toTask(request: Exclude<AdminRequest, { task: 'help' }>, password: string): Task {
  if (request.task === 'recover') return { task: 'recover', input: { login: request.login, password } };
  return { task: 'create', input: { username: request.username, email: request.email, password } };
}
