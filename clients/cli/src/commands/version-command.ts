import type { Invocation } from '../invocation.js';
import { CliError } from '../errors.js';
import { VERSION } from '../version.js';

export async function run(invocation: Invocation): Promise<void> {
  const gateway = await invocation.api
    .json<{ version: string }>('GET', '/info', { anonymous: true, timeoutMs: 2_000 })
    .then(({ version }) => version)
    .catch((error: unknown) => {
      if (error instanceof CliError) return null;
      throw error;
    });
  const { output } = invocation;
  if (!output.isForPeople) return output.data({ client: VERSION, gateway });
  output.line(`berth ${VERSION}`);
  output.line(`gateway ${gateway ?? 'does not answer'}`);
  warnOfSkew(invocation, gateway);
}

/** More than one minor version apart may mean words that the other one does not know. */
function warnOfSkew({ output, url }: Invocation, gateway: string | null): void {
  const [mine, theirs] = [VERSION, gateway ?? VERSION].map((each) => each.split('.').map(Number));
  if (mine?.[0] !== theirs?.[0] || Math.abs((mine?.[1] ?? 0) - (theirs?.[1] ?? 0)) > 1)
    output.warn(`the versions are far apart; ${url}/cli/ has the one that fits`);
}
