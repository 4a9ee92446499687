import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { repeatedly } from '@berth/service-host/repeating';
import type { AccessTokens } from './access-tokens.js';

const EVERY_MS = 60_000;

/** Makes the next signing key before it is due, even if nobody logs in. */
export class KeyRotation implements BackgroundWork {
  readonly name = 'keyRotation';

  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly log: Logger,
  ) {}

  start(signal: AbortSignal): Promise<void> {
    const { name, log } = this;
    return repeatedly(() => this.accessTokens.keepUp(), { name, everyMs: EVERY_MS, signal, log });
  }
}
