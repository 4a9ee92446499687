import type { Logger } from '@berth/service-host/log';

/** What the platform said when it removed this host. It is for good: the same key never gets in again. */
export class HostRemovedError extends Error {
  override readonly name = 'HostRemovedError';
  constructor() {
    super('this host was removed');
  }
}

/** Notes, once, that the platform has removed this host: whoever hears it first says so. */
export class Removal {
  #isKnown = false;
  readonly #listeners: (() => void)[] = [];

  constructor(
    private readonly folder: string,
    private readonly log: Logger,
  ) {}

  get isKnown(): boolean {
    return this.#isKnown;
  }

  heard(): void {
    if (this.#isKnown) return;
    this.#isKnown = true;
    this.log.error(
      `this host was removed from the platform: its runs are ended, and the agent does nothing more. To join as a new host, stop it, remove ${this.folder}, and start it with a new join token`,
    );
    for (const listener of this.#listeners) listener();
  }

  onHeard(listener: () => void): void {
    if (this.#isKnown) listener();
    else this.#listeners.push(listener);
  }
}
