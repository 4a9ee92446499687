import type { Clock } from '@berth/kernel/clock';
import type { Collection, ReadModels } from '@berth/read-models';
import { systemCommand } from '@berth/service-host/command-meta';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { runPoller } from '@berth/service-host/poller';
import type { Vault } from '@berth/service-host/vault';
import type { DeviceLoginAggregates } from '../aggregates.js';
import { deviceLoginsView, type DeviceLoginDocument } from './device-logins.view.js';
import { deviceLoginKey, deviceLoginStream } from './device-login.decider.js';

const EVERY_MS = 60_000;
const PAGE = 1000;

/** Ends log-ins whose time is up, and erases what the programs said of themselves. */
export class ExpiredDeviceLoginPoller implements BackgroundWork {
  readonly name = 'expiredDeviceLoginPoller';
  readonly #open: Collection<DeviceLoginDocument>;

  constructor(
    private readonly deviceLogins: DeviceLoginAggregates,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly log: Logger,
    readModels: ReadModels,
  ) {
    this.#open = readModels.collection(deviceLoginsView.collection);
  }

  start(signal: AbortSignal): Promise<void> {
    const { name, log } = this;
    return runPoller(() => this.endExpired(), { name, everyMs: EVERY_MS, signal, log });
  }

  async endExpired(): Promise<void> {
    const now = this.clock.now();
    const { items } = await this.#open.query({
      where: { expiresAt: { lte: now } },
      sort: [{ field: 'expiresAt', direction: 'asc' }],
      limit: PAGE,
    });
    for (const { id } of items) {
      // Before the end is recorded, which nobody comes back to.
      await this.vault.erase(deviceLoginKey(id));
      await this.deviceLogins.execute(
        deviceLoginStream(id),
        { type: 'expireDeviceLogin', now },
        systemCommand(this.name, 'auth.deviceLogin.expire.v1', now),
      );
    }
  }
}
