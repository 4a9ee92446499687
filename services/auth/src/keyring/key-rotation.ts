import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import type { AccessTokens } from './access-tokens.js';

const EVERY_MS = 60_000;

/** Makes the next signing key before it is due, even if nobody logs in. */
export class KeyRotation implements BackgroundWork {
  readonly name = 'keyRotation';

  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly log: Logger,
  ) {}

  async start(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.accessTokens
        .keepUp()
        .catch((error: unknown) => this.log.error({ err: error }, 'could not look after the signing keys'));
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
