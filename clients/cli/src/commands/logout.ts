import { CliError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import type { Invocation } from '../invocation.js';

export async function run(invocation: Invocation): Promise<void> {
  const name = invocation.contextName;
  const credentials = name === undefined ? undefined : invocation.credentials.of(name);
  if (name === undefined || !credentials) throw new CliError('nobody is logged in here', EXIT.notLoggedIn);
  if (credentials.refreshToken !== undefined) {
    // forgotten here whether the gateway can be reached or not
    await invocation.api
      .json('DELETE', '/api/v1/session', {
        body: { refreshToken: credentials.refreshToken },
        timeoutMs: 5_000,
      })
      .catch((error: unknown) =>
        invocation.output.warn(
          `the session was not ended there: ${error instanceof Error ? error.message : ''}`,
        ),
      );
  }
  // what lets a password be tried where guessing is limited is kept for the next log-in
  const { url, deviceToken } = credentials;
  await invocation.credentials.change(name, () =>
    deviceToken === undefined ? undefined : { url, deviceToken },
  );
  invocation.output.say(`logged out of ${url} (context ${name})`);
}
