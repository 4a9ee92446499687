import { statSync } from 'node:fs';
import { CliError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import type { Invocation } from '../invocation.js';
import { column, type View } from '../output/view.js';
import { VERSION } from '../version.js';

const VIEW: View = {
  name: 'check',
  columns: [column('CHECK', 'check'), column('RESULT', 'result'), column('FOUND', 'found')],
};
const MAX_CLOCK_DIFFERENCE_MS = 30_000;

/** Each check says what it found, also after one has failed. */
export async function run(invocation: Invocation): Promise<number> {
  const results: { check: string; result: string; found: string }[] = [];
  const look = async (check: string, action: () => Promise<string> | string): Promise<void> => {
    try {
      results.push({ check, result: 'ok', found: await action() });
    } catch (error) {
      results.push({
        check,
        result: 'failed',
        found: error instanceof Error ? error.message : String(error),
      });
    }
  };
  await look('configuration', () => `${invocation.config.path}, context ${invocation.contextName ?? 'none'}`);
  await look('credentials', () => credentials(invocation));
  await look('gateway', async () => {
    const info = await invocation.api.json<{ version: string }>('GET', '/info', { anonymous: true });
    return `${invocation.url}, version ${info.version}; this is ${VERSION}`;
  });
  await look('health', async () => {
    const response = await invocation.api.send('GET', '/readyz', { anonymous: true });
    if (!response.ok) throw new CliError(`not ready: ${(await response.text()).trim()}`);
    return 'ready';
  });
  await look('clock', async () => {
    const response = await invocation.api.send('GET', '/livez', { anonymous: true });
    const away = Date.now() - Date.parse(response.headers.get('date') ?? '');
    if (!(Math.abs(away) < MAX_CLOCK_DIFFERENCE_MS))
      throw new CliError(`this clock is ${Math.round(away / 1_000)} s from the gateway's; set it`);
    return 'agrees with the gateway to some seconds';
  });
  await look('log-in', async () => {
    const { username, role } = await invocation.api.get<{ username: string; role: string | null }>('/me');
    return `${username}, ${role?.toLowerCase() ?? 'no role'}`;
  });
  await invocation.output.list(results, VIEW);
  return results.every(({ result }) => result === 'ok') ? EXIT.ok : EXIT.failed;
}

function credentials({ credentials: file, contextName, env }: Invocation): string {
  if (env['BERTH_TOKEN']) return 'BERTH_TOKEN';
  const found = contextName === undefined ? undefined : file.of(contextName);
  if (!found) return 'none';
  const mode = statSync(file.path).mode & 0o777;
  if ((mode & 0o077) !== 0)
    throw new CliError(`${file.path} can be read by others (${mode.toString(8)}); chmod 600 ${file.path}`);
  return found.apiToken === undefined ? `session of ${found.username ?? 'nobody'}` : 'API token';
}
