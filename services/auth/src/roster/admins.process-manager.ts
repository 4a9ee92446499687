import type { AdminRosterEvent } from '@berth/contracts/auth/events';
import type { EventStore, Position, RecordedEvent } from '@berth/event-store';
import { assertNever } from '@berth/kernel/assert-never';
import type { Clock } from '@berth/kernel/clock';
import { uuidFromName } from '@berth/kernel/ids';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { causedBy, type CommandMeta } from '@berth/service-host/command-meta';
import type { ProcessManager } from '@berth/service-host/process-manager';
import { continuationMeta } from '../claim/intent.js';
import type { People } from '../user/people.js';
import { type UserCommand, isAccount, userStream, type Account } from '../user/user.js';
import { CHANGED_MEANWHILE, NO_SUCH_USER } from '../user/user.decider.js';
import { ADMIN_ROSTER_STREAM, type AdminChange } from './admin-roster.decider.js';
import type { AdminRosters } from '../aggregates.js';

export interface Changed {
  readonly account: Account | undefined;
  readonly position?: Position | undefined;
}

const PROCESS = 'adminRoster';
const LEFT = 'auth.adminRoster.left.v1';
const MAX_TRIES = 16;

/**
 * Changes that may remove an active admin. The admin leaves the roster first, which refuses the last one; its event
 * holds the change, so that it is applied even after a crash at this point.
 */
export class Admins implements ProcessManager {
  readonly name = PROCESS;
  readonly startsAt = 'beginning';
  readonly types = ['auth.user.registered.v1', 'auth.user.roleSet.v1', 'auth.user.activated.v1', LEFT];

  constructor(
    private readonly store: EventStore,
    private readonly roster: AdminRosters,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  async change(userId: string, change: AdminChange, meta: CommandMeta): Promise<Result<Changed, Rejection>> {
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      const account = await this.people.find(userId);
      if (!account) return err(NO_SUCH_USER);
      const done =
        account.adminSince !== undefined && endsAdmin(change)
          ? await this.#leave(account, change, meta)
          : await this.#apply(userId, change, undefined, meta);
      if (done.ok || done.error !== CHANGED_MEANWHILE) return done;
    }
    return err(CHANGED_MEANWHILE);
  }

  /** Puts an active admin on the roster. */
  async join(account: Account, meta: CommandMeta): Promise<void> {
    if (account.adminSince === undefined) return;
    await this.roster.execute(
      ADMIN_ROSTER_STREAM,
      { type: 'joinRoster', userId: account.id, userVersion: account.adminSince },
      meta,
    );
  }

  async handle(event: RecordedEvent): Promise<void> {
    const { userId } = event.data as { readonly userId: string };
    if (event.type === LEFT) {
      const { change, userVersion } = event.data as LeftData;
      await this.#apply(
        userId,
        change,
        userVersion,
        continuationMeta(PROCESS, event, this.clock.now(), 'change'),
      );
      return;
    }
    const account = await this.people.find(userId);
    if (account)
      await this.join(account, causedBy(PROCESS, event, 'auth.adminRoster.join.v1', this.clock.now()));
  }

  async #leave(
    account: Account,
    change: AdminChange,
    meta: CommandMeta,
  ): Promise<Result<Changed, Rejection>> {
    const userId = account.id;
    await this.join(account, joinMeta(account, meta));
    await this.roster.load(ADMIN_ROSTER_STREAM, { fresh: true });
    const left = await this.roster.execute(
      ADMIN_ROSTER_STREAM,
      { type: 'leaveRoster', userId, userVersion: account.version, change },
      meta,
    );
    if (!left.ok) return left;
    const { events, repeated, revision, state } = left.value;
    if (events.length === 0) {
      // Another change of this account is in progress: this one follows it.
      return this.#apply(userId, change, state.entries.get(userId)?.userVersion, meta);
    }
    const [event] = repeated
      ? (events as unknown as readonly RecordedEvent[])
      : await this.store.read(ADMIN_ROSTER_STREAM, { from: revision, limit: 1 });
    if (!event) throw new Error('the roster does not contain the event that was just recorded');
    return this.#apply(
      userId,
      change,
      (event.data as LeftData).userVersion,
      continuationMeta(PROCESS, event, meta.now, 'change'),
    );
  }

  async #apply(
    userId: string,
    change: AdminChange,
    leftRosterAt: number | undefined,
    meta: CommandMeta,
  ): Promise<Result<Changed, Rejection>> {
    const done = await this.people.users.execute(userStream(userId), toCommand(change, leftRosterAt), meta);
    if (!done.ok) return done;
    const { state, position } = done.value;
    return ok({ account: isAccount(state) ? state : undefined, position });
  }
}

type LeftData = Extract<AdminRosterEvent, { type: typeof LEFT }>['data'];

const endsAdmin = (change: AdminChange): boolean => change.kind !== 'setRole' || change.role !== 'admin';

const joinMeta = (account: Account, meta: CommandMeta): CommandMeta => ({
  ...meta,
  commandId: uuidFromName('join', meta.commandId, String(account.adminSince)),
  command: 'auth.adminRoster.join.v1',
});

function toCommand(change: AdminChange, leftRosterAt: number | undefined): UserCommand {
  switch (change.kind) {
    case 'setRole':
      return { type: 'setRole', role: change.role, leftRosterAt };
    case 'suspend':
      return { type: 'suspendUser', reason: change.reason, leftRosterAt };
    case 'delete':
      return { type: 'deleteUser', leftRosterAt };
    default:
      return assertNever(change);
  }
}
