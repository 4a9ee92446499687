import assert from 'node:assert/strict';
import type { ClaimEvent } from '@berth/contracts/auth/events';
import type { RecordedEvent } from '@berth/event-store';
import { AuthGround, type AuthWorld } from './auth-world.js';
import { CutError, cutAfter } from './cut-store.js';
import type { Person } from './people.js';

const MOST_APPENDS = 30;

export interface Story {
  /** What was there before. */
  readonly before?: (world: AuthWorld) => Promise<readonly Person[]>;
  readonly command: (world: AuthWorld, people: readonly Person[]) => Promise<unknown>;
  /** What must hold in the end, whether the command came through or was taken on from where it was cut. */
  readonly after: (events: readonly RecordedEvent[], people: readonly Person[]) => void;
}

/**
 * Carries the command out in a process that dies after its first append, then its second, and so on until it comes
 * through; each time a new process takes over, with nothing but the store.
 */
export async function cutEverywhere({ before, command, after }: Story): Promise<void> {
  for (let appends = 0; appends < MOST_APPENDS; appends += 1) {
    const ground = await AuthGround.open();
    const peaceful = await ground.start();
    const people = (await before?.(peaceful)) ?? [];
    const length = (await ground.events()).length;

    const doomed = await ground.start({}, cutAfter(ground.store, appends));
    const cut = await command(doomed, people).then(
      () => false,
      (error: unknown) => {
        if (error instanceof CutError) return true;
        throw error;
      },
    );
    const heir = await ground.start();
    heir.startReactors();
    await heir.settled();

    const events = await ground.events();
    try {
      noClaimIsLeftPending(events);
      if (appends === 0) assert.equal(events.slice(length).filter(isOfCommand).length, 0);
      else after(events, people);
    } catch (error) {
      assert.fail(`cut after append ${appends}: ${error instanceof Error ? error.message : String(error)}`);
    }
    await heir.stop();
    if (!cut) return;
  }
  assert.fail(`still not through after ${MOST_APPENDS} appends`);
}

/**
 * Carries the command out in peace; then the process managers die after their first append, their second, and so on;
 * each time new ones take over that know nothing of what was done.
 */
export async function cutManagersEverywhere({ before, command, after }: Story): Promise<void> {
  for (let appends = 0; appends < MOST_APPENDS; appends += 1) {
    const ground = await AuthGround.open();
    const peaceful = await ground.start();
    const people = (await before?.(peaceful)) ?? [];
    await command(peaceful, people);

    const doomed = await ground.start({}, cutAfter(ground.store, appends));
    doomed.startReactors();
    const survived = await doomed.settledOrFailed();
    await doomed.stop();
    const heir = await ground.start();
    heir.startReactors();
    await heir.settled();

    const events = await ground.events();
    try {
      noClaimIsLeftPending(events);
      after(events, people);
    } catch (error) {
      assert.fail(`cut after append ${appends}: ${error instanceof Error ? error.message : String(error)}`);
    }
    await heir.stop();
    if (survived) return;
  }
  assert.fail(`still not through after ${MOST_APPENDS} appends`);
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
