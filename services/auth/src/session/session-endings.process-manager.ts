import { RetryLaterError } from '@berth/bus/transient';
import type { UserEvent } from '@berth/contracts/auth/events';
import type { EventStore, Position, RecordedEvent } from '@berth/event-store';
import { assertNever } from '@berth/kernel/assert-never';
import type { Clock } from '@berth/kernel/clock';
import type { Collection, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import { causedBy } from '@berth/service-host/command-meta';
import type { ProcessManager } from '@berth/service-host/process-manager';
import type { Sessions } from '../aggregates.js';
import { sessionStream, type EndCause } from './session.decider.js';
import { sessionsView, type SessionDocument } from './sessions.view.js';

type EndingEvent = Extract<
  UserEvent,
  { type: 'auth.user.passwordChanged.v1' | 'auth.user.suspended.v1' | 'auth.user.deleted.v1' }
>;

const PROCESS = 'sessionEndings';
const VIEW_TIMEOUT_MS = 10_000;

/**
 * A new password, a suspension or a deletion ends the user's sessions that had begun by then. A late repeat of the event
 * ends no session that began since. A session that began at the same moment is refused at its next refresh
 * anyway; this is so that its access token is refused within moments, too.
 */
export class SessionEndings implements ProcessManager {
  readonly name = PROCESS;
  readonly startsAt = 'beginning';
  readonly types: readonly EndingEvent['type'][] = [
    'auth.user.passwordChanged.v1',
    'auth.user.suspended.v1',
    'auth.user.deleted.v1',
  ];
  readonly #live: Collection<SessionDocument>;

  constructor(
    private readonly store: EventStore,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    private readonly waitForViews: (position: Position, timeoutMs: number) => Promise<boolean>,
    readModels: ReadModels,
  ) {
    this.#live = readModels.collection(sessionsView.collection);
  }

  async handle(recorded: RecordedEvent): Promise<void> {
    const event = recorded as RecordedEvent & EndingEvent;
    if (!(await this.waitForViews(event.position, VIEW_TIMEOUT_MS))) {
      throw new RetryLaterError('the view of sessions is behind');
    }
    const kept = event.type === 'auth.user.passwordChanged.v1' ? event.data.keptSessionId : undefined;
    for (const id of await this.#sessionsOf(event.data.userId)) {
      if (id === kept || !(await this.#hadBegun(id, event))) continue;
      const meta = causedBy(PROCESS, event, 'auth.session.end.v1', this.clock.now(), id);
      await this.sessions.execute(sessionStream(id), { type: 'endSession', cause: causeOf(event) }, meta);
    }
  }

  async #hadBegun(sessionId: string, { position }: RecordedEvent): Promise<boolean> {
    const [started] = await this.store.read(sessionStream(sessionId), { limit: 1 });
    return started !== undefined && started.position < position;
  }

  async #sessionsOf(userId: string): Promise<readonly string[]> {
    const ids: string[] = [];
    const where = { userId: { eq: userId } };
    for await (const { id } of everyDocument(this.#live, { where })) ids.push(id);
    return ids;
  }
}

function causeOf(event: EndingEvent): EndCause {
  switch (event.type) {
    case 'auth.user.passwordChanged.v1':
      return 'password';
    case 'auth.user.suspended.v1':
      return 'suspended';
    case 'auth.user.deleted.v1':
      return 'deleted';
    default:
      return assertNever(event);
  }
}
