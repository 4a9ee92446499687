import type { Clock } from '@berth/kernel/clock';
import { uuidFromName } from '@berth/kernel/ids';
import type { Collection, ReadModels } from '@berth/read-models';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { runPoller } from '@berth/service-host/poller';
import { sessionsView, type SessionDocument } from './sessions.view.js';
import type { Sessions } from '../aggregates.js';
import { sessionStream } from './session.decider.js';

const EVERY_MS = 3_600_000;

/** Ends expired sessions. Their tokens are invalid anyway; this updates the log and the view. */
export class ExpiredSessionPoller implements BackgroundWork {
  readonly name = 'expiredSessionPoller';
  readonly #live: Collection<SessionDocument>;

  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    private readonly log: Logger,
    readModels: ReadModels,
  ) {
    this.#live = readModels.collection(sessionsView.collection);
  }

  start(signal: AbortSignal): Promise<void> {
    const { name, log } = this;
    return runPoller(() => this.endExpired(), { name, everyMs: EVERY_MS, signal, log });
  }

  async endExpired(): Promise<void> {
    const now = this.clock.now();
    const { items } = await this.#live.query({
      where: { expiresAt: { lte: now } },
      sort: [{ field: 'expiresAt', direction: 'asc' }],
      limit: 1000,
    });
    for (const { id, document } of items) {
      const commandId = uuidFromName('expired session', id, document.expiresAt);
      await this.sessions.execute(
        sessionStream(id),
        { type: 'endSession', cause: 'expired', ifExpiredBy: now },
        {
          commandId,
          command: 'auth.session.end.v1',
          inputHash: '',
          now,
          actor: { kind: 'system', id: this.name },
          correlationId: commandId,
          causationId: commandId,
        },
      );
    }
  }
}
