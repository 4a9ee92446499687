import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestEnd } from '@berth/testing/test-end';
import type { EventStore, RecordedEvent } from '@berth/event-store';
import { openSqliteEventStore } from '@berth/event-store-sqlite';
import type { Role } from '@berth/contracts/auth/roles';
import type { LoginResult } from '@berth/contracts/auth/views';
import type { Clock } from '@berth/kernel/clock';
import { addMs } from '@berth/kernel/clock';
import type { Rejection } from '@berth/kernel/rejection';
import type { Result } from '@berth/kernel/result';
import { ownEvents, ProjectionRunner } from '@berth/read-models';
import { memoryReadModels } from '@berth/read-models/testing';
import { openSqliteReadModels } from '@berth/read-models-sqlite';
import type { KeyStore } from '@berth/service-host/sealing';
import { createLogger } from '@berth/service-host/log';
import { RunningProcessManager, type ProcessManager } from '@berth/service-host/process-manager';
import type { Answer, Identity } from '@berth/service-host/operation';
import { ProcessStore } from '@berth/service-host/process-store';
import { openSqliteKeyStore } from '@berth/service-host/sqlite-key-store';
import { Vault } from '@berth/service-host/vault';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { decodeJwt } from 'jose';
import { assembleAuth, type AuthParts } from '../auth.parts.js';
import { authConfig, type AuthConfig } from '../auth.config.js';
import type { AuthPlatform } from '../auth.platform.js';
import { projections } from '../projections.js';
import { Operations } from './operations.js';

const KEYS = 'keys.db';
export const PASSWORD = 'a long enough secret';

let root: string | undefined;

/** The real store and keys, which outlive the processes of a test. */
export class AuthTestStorage {
  #time = Date.parse('2026-03-01T08:00:00.000Z');
  /** Each look is a millisecond later, so that no two things happen at once. */
  readonly clock: Clock = { now: () => new Date((this.#time += 1)).toISOString() };
  #views = 0;
  vault: Vault;

  private constructor(
    private readonly dir: string,
    readonly store: EventStore,
    private readonly keys: KeyStore,
    readonly masterKey: Uint8Array,
  ) {
    this.vault = new Vault(masterKey, keys);
  }

  /** Changes the file with the keys behind auth's back. Processes started from then on see it. */
  changeKeys(statement: string): void {
    const file = new DatabaseSync(join(this.dir, KEYS));
    file.exec(statement);
    file.close();
    this.vault = new Vault(this.masterKey, this.keys);
  }

  static async open(): Promise<AuthTestStorage> {
    root ??= tempDir('auth');
    const dir = mkdtempSync(join(root, 'ground-'));
    const store = await openSqliteEventStore({ path: join(dir, 'events.db') });
    const keys = openSqliteKeyStore(join(dir, KEYS));
    const masterKey = randomBytes(32);
    onTestEnd(async () => {
      await store.close();
      await keys.close();
    });
    return new AuthTestStorage(dir, store, keys, masterKey);
  }

  pass(milliseconds: number): void {
    this.#time = Date.parse(addMs(this.clock.now(), milliseconds));
  }

  /** A process of auth: views and process managers start from nothing, so that they see every event again. */
  async start(settings: Partial<AuthConfig> = {}, through = this.store): Promise<AuthTestService> {
    this.#views += 1;
    const readModels = await openSqliteReadModels({ path: join(this.dir, `views-${this.#views}.db`) });
    const log = createLogger('auth', 'silent');
    const runner = new ProjectionRunner({ source: ownEvents('auth', this.store), readModels, projections });
    const platform: AuthPlatform = {
      config: {
        ...authConfig.parse({
          BERTH_EVENT_STORE: 'sqlite:x',
          BERTH_READ_MODELS: 'sqlite:x',
          BERTH_MASTER_KEY_FILE: 'x',
        }),
        ...settings,
      },
      log,
      clock: this.clock,
      store: through,
      readModels,
      vault: this.vault,
      waitForViews: (position, timeoutMs) => runner.waitFor(position, timeoutMs),
    };
    await runner.start();
    const world = new AuthTestService(
      platform,
      assembleAuth(platform, this.masterKey),
      // as if it had been lost: every event is handled again
      new ProcessStore(memoryReadModels()),
    );
    onTestEnd(async () => {
      await world.stop();
      await runner.stop();
      await readModels.close();
    });
    return world;
  }

  async events(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const page of this.store.readAll()) events.push(...page);
    // The bus takes two events with one id for one event.
    assert.equal(new Set(events.map(({ id }) => id)).size, events.length, 'two events have the same id');
    return events;
  }
}

export class AuthTestService extends Operations {
  #running: readonly RunningProcessManager[] = [];

  constructor(
    readonly parts: AuthPlatform,
    readonly auth: AuthParts,
    private readonly processes: ProcessStore,
  ) {
    super(parts, auth);
  }

  startReactors(): void {
    const { intents, admins, nameReleases, sessionEndings, accountDeletion } = this.auth;
    const processManagers: readonly ProcessManager[] = [
      intents,
      admins,
      nameReleases,
      sessionEndings,
      accountDeletion,
    ];
    const { store, log } = this.parts;
    const { processes } = this;
    this.#running = processManagers.map(
      (processManager) =>
        new RunningProcessManager(processManager, { service: 'auth', store, log, processes }),
    );
    for (const processManager of this.#running) processManager.start();
  }

  /** Resolves when all process managers have handled all events and no new events follow. */
  async settled(): Promise<void> {
    const { store } = this.parts;
    await eventually(async () => {
      const last = await store.lastPosition();
      const behind = this.#running.filter(
        ({ status }) => status.state !== 'live' || (status.reached ?? '') < last,
      );
      if (behind.length > 0) throw new Error(behind.map(({ status }) => JSON.stringify(status)).join());
      if (!(await this.parts.waitForViews(last, 1000))) throw new Error('views are behind');
    });
  }

  /** False as soon as a process manager has failed. */
  async settledOrFailed(): Promise<boolean> {
    const failed = () => this.#running.some(({ status }) => status.state === 'retrying');
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const watch = setInterval(() => failed() && resolve(false), 5);
    const settled = this.settled().then(
      () => true,
      () => false,
    );
    try {
      return await Promise.race([promise, settled]);
    } finally {
      clearInterval(watch);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map((processManager) => processManager.stop()));
    this.#running = [];
  }
}

/** The value, where there must be one. */
export function accepted<T>(result: Result<Answer<T>, Rejection>): T {
  if (!result.ok)
    throw new Error(`${result.error.code} ${result.error.field ?? ''}: ${result.error.message}`);
  return result.value.result;
}

/** Code and field of a refusal. */
export function refusalOf(result: Result<unknown, Rejection>): readonly [string, string | undefined] {
  if (result.ok) throw new Error('was not refused');
  return [result.error.code, result.error.field];
}

export function identityOf({ accessToken }: LoginResult): Identity {
  const { sub = '', role, sid } = decodeJwt<{ role: Role; sid: string }>(accessToken);
  return { kind: 'user', userId: sub, role, sessionId: sid };
}
