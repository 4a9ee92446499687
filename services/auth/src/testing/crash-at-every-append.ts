import assert from 'node:assert/strict';
import type { ClaimEvent } from '@berth/contracts/auth/events';
import { login, refresh, register } from '@berth/contracts/auth/operations';
import type { LoginResult } from '@berth/contracts/auth/views';
import type { RecordedEvent, AppendResult, EventStore, ExpectedRevision, NewEvent } from '@berth/event-store';
import type { Identity } from '@berth/service-host/operation';
import {
  AuthTestStorage,
  type AuthTestService,
  accepted,
  identityOf,
  PASSWORD,
} from './auth-test-service.js';

class CrashError extends Error {
  override readonly name = 'CrashError';
}

/** A store that simulates a crash after a number of appends: all further appends fail. */
function crashAfter(store: EventStore, appends: number): EventStore {
  let left = appends;
  return {
    storeId: store.storeId,
    async append(
      stream: string,
      events: readonly NewEvent[],
      expected: ExpectedRevision,
    ): Promise<AppendResult> {
      if (left === 0) throw new CrashError('the process is gone');
      left -= 1;
      return store.append(stream, events, expected);
    },
    read: (stream, options) => store.read(stream, options),
    readAll: (options) => store.readAll(options),
    subscribe: (options) => store.subscribe(options),
    lastPosition: () => store.lastPosition(),
    close: () => store.close(),
  };
}

export interface Person extends Identity {
  readonly username: string;
  readonly tokens: LoginResult;
}

export const emailOf = (username: string): string => `${username}@example.org`;

/** Registers and logs in: the first one is the admin. */
export async function join(
  world: AuthTestService,
  username: string,
  profile: Record<string, string> = {},
): Promise<Person> {
  const input = { username, email: emailOf(username), password: PASSWORD, profile };
  const tokens = accepted(await world.ask(register, input));
  if ('awaitingActivation' in tokens) throw new Error(`${username} awaits activation`);
  return { ...identityOf(tokens), username, tokens };
}

export async function logIn(world: AuthTestService, username: string, password = PASSWORD): Promise<Person> {
  const tokens = accepted(await world.ask(login, { login: username, password }));
  return { ...identityOf(tokens), username, tokens };
}

export const refreshWith = (
  world: AuthTestService,
  { refreshToken }: Pick<LoginResult, 'refreshToken'>,
  key?: string,
) => world.ask(refresh, { refreshToken }, key === undefined ? {} : { key });

const MAX_APPENDS = 30;

export interface Scenario {
  /** What was there before. */
  readonly before?: (world: AuthTestService) => Promise<readonly Person[]>;
  readonly command: (world: AuthTestService, people: readonly Person[]) => Promise<unknown>;
  /** What must hold in the end, whether the command succeeded or was resumed after the crash. */
  readonly after: (events: readonly RecordedEvent[], people: readonly Person[]) => void;
}

/**
 * Executes the command in a process that crashes after its first append, then its second, and so on until it succeeds;
 * each time a new process takes over, with only the store.
 */
export async function crashAtEveryAppend({ before, command, after }: Scenario): Promise<void> {
  for (let appends = 0; appends < MAX_APPENDS; appends += 1) {
    const ground = await AuthTestStorage.open();
    const healthy = await ground.start();
    const people = (await before?.(healthy)) ?? [];
    const length = (await ground.events()).length;

    const crashing = await ground.start({}, crashAfter(ground.store, appends));
    const crashed = await command(crashing, people).then(
      () => false,
      (error: unknown) => {
        if (error instanceof CrashError) return true;
        throw error;
      },
    );
    const recovered = await ground.start();
    recovered.startReactors();
    await recovered.settled();

    const events = await ground.events();
    try {
      noClaimIsLeftPending(events);
      if (appends === 0) assert.equal(events.slice(length).filter(isOfCommand).length, 0);
      else after(events, people);
    } catch (error) {
      assert.fail(
        `crashed after append ${appends}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    await recovered.stop();
    if (!crashed) return;
  }
  assert.fail(`still not through after ${MAX_APPENDS} appends`);
}

/**
 * Executes the command without a crash; then process managers crash after their first append, their second, and so on;
 * each time new ones take over with only the store.
 */
export async function crashManagersAtEveryAppend({ before, command, after }: Scenario): Promise<void> {
  for (let appends = 0; appends < MAX_APPENDS; appends += 1) {
    const ground = await AuthTestStorage.open();
    const healthy = await ground.start();
    const people = (await before?.(healthy)) ?? [];
    await command(healthy, people);

    const crashing = await ground.start({}, crashAfter(ground.store, appends));
    crashing.startReactors();
    const survived = await crashing.settledOrFailed();
    await crashing.stop();
    const recovered = await ground.start();
    recovered.startReactors();
    await recovered.settled();

    const events = await ground.events();
    try {
      noClaimIsLeftPending(events);
      after(events, people);
    } catch (error) {
      assert.fail(
        `crashed after append ${appends}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    await recovered.stop();
    if (survived) return;
  }
  assert.fail(`still not through after ${MAX_APPENDS} appends`);
}

const isOfCommand = ({ metadata }: RecordedEvent) => metadata.actor.kind === 'user';
export const ofType = (events: readonly RecordedEvent[], type: string) =>
  events.filter((event) => event.type === type);

/** Claims made and not released. */
export function openClaims(events: readonly RecordedEvent[]) {
  const claims = new Map<string, { ownerId: string; completed: boolean }>();
  for (const event of events as readonly (RecordedEvent & ClaimEvent)[]) {
    if (event.type === 'auth.claim.made.v1') {
      claims.set(event.stream, { ownerId: event.data.ownerId, completed: false });
    }
    if (event.type === 'auth.claim.completed.v1') {
      claims.set(event.stream, { ownerId: event.data.ownerId, completed: true });
    }
    if (event.type === 'auth.claim.released.v1') claims.delete(event.stream);
  }
  return [...claims.values()];
}

function noClaimIsLeftPending(events: readonly RecordedEvent[]): void {
  assert.deepEqual(
    openClaims(events).filter(({ completed }) => !completed),
    [],
  );
}
