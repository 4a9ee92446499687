import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { runPoller } from '@berth/service-host/poller';
import type { AccessTokens } from './access-tokens.js';

const EVERY_MS = 60_000;

/** Creates the next signing key before it is due. */
export class KeyRotationPoller implements BackgroundWork {
  readonly name = 'keyRotationPoller';

  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly log: Logger,
  ) {}

  start(signal: AbortSignal): Promise<void> {
    const { name, log } = this;
    return runPoller(() => this.accessTokens.rotateIfDue(), { name, everyMs: EVERY_MS, signal, log });
  }
}
