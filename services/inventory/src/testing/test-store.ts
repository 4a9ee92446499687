import { join } from 'node:path';
import type { EventStore, RecordedEvent } from '@berth/event-store';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import { systemClock } from '@berth/kernel/clock';
import { uuidFromName } from '@berth/kernel/ids';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { tempDir } from '@berth/testing/temp-dir';
import { idOf, MORNING } from './fixtures.js';

/** A real store in a folder of its own. */
export const openTestStore = (): Promise<EventStore> =>
  openSqliteEventStore({ path: join(tempDir('inventory'), 'events.db'), clock: systemClock });

/** The same key gives the same command. */
export const commandBy = (user: string, key: string, inputHash = key): CommandMeta => {
  const commandId = uuidFromName('test command', user, key);
  return {
    commandId,
    command: 'test',
    inputHash,
    actor: { kind: 'user', id: idOf(user) },
    now: MORNING,
    correlationId: commandId,
    causationId: commandId,
  };
};

export async function typesIn(store: EventStore, stream: string): Promise<readonly string[]> {
  return (await store.read(stream)).map(({ type }) => type.split('.').slice(1, 3).join('.'));
}

export async function everythingIn(store: EventStore): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const page of store.readAll()) all.push(...page);
  return all;
}
