import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { StoreDeniedError } from '@berth/event-store';
import { newEvents } from '@berth/event-store/testing';
import { eventStoreContract } from '@berth/event-store/testing/contract';
import { Access, Log, startStandIn } from '@berth/kurrentdb-standin';
import { tempDir } from '@berth/testing/temp-dir';
import { withLogin } from './connect.js';
import { openKurrentEventStore } from './index.js';

const ADMIN = { user: 'admin', password: 'of-the-admin' };
const COMMAND = fileURLToPath(new URL('setup-command.js', import.meta.url));
const run = promisify(execFile);

async function aSecureServer() {
  const log = new Log();
  const access = new Access(log, ADMIN);
  return { access, server: await startStandIn({ log, access }) };
}

async function setUp(url: string, logins: string, password = ADMIN.password) {
  const env = { ...process.env, BERTH_EVENT_STORE: url, BERTH_EVENT_STORE_ADMIN_PASSWORD: password };
  const services = ['auth', 'scheduler'].flatMap((service) => ['--service', service]);
  return run(process.execPath, [COMMAND, 'setup', '--exclusive', '--logins', logins, ...services], { env });
}

async function aServerThatIsSetUp() {
  const { access, server } = await aSecureServer();
  onTestEnd(() => server.close());
  const logins = tempDir('logins');
  const { stdout } = await setUp(server.url, logins);
  const urlOf = (service: string) => {
    const [user = '', password = ''] = readFileSync(join(logins, `${service}.login`), 'utf8')
      .trim()
      .split(':');
    return withLogin(server.url, user, password);
  };
  const open = async (service: string) => {
    const store = await openKurrentEventStore({ url: urlOf(service), service });
    onTestEnd(() => store.close());
    return store;
  };
  return { access, server, logins, stdout, urlOf, open };
}

eventStoreContract('KurrentDB (stand-in over TLS, with users that a set-up made)', async () => {
  const { server } = await aSecureServer();
  const logins = tempDir('logins');
  await setUp(server.url, logins);
  const [user = '', password = ''] = readFileSync(join(logins, 'scheduler.login'), 'utf8').trim().split(':');
  const url = withLogin(server.url, user, password);
  return {
    open: () => openKurrentEventStore({ url, service: 'scheduler' }),
    dispose: async () => server.close(),
  };
});

describe('a server with users', () => {
  it('that was not set up is refused at the opening, with the cause and what to do', async () => {
    const { access, server } = await aSecureServer();
    onTestEnd(() => server.close());
    access.accounts.set('ann', { password: 'hers', groups: [] });
    const opened = (user: string, password: string) =>
      openKurrentEventStore({ url: withLogin(server.url, user, password), service: 'scheduler' });
    await assert.rejects(opened('ann', 'hers'), (error: Error) => {
      assert.ok(error instanceof StoreDeniedError);
      assert.match(
        error.message,
        /\$all \(7 PERMISSION_DENIED\): only admins may read it unless its metadata/,
      );
      assert.match(error.message, /npm run event-store -- setup/);
      assert.doesNotMatch(error.message, /hers/);
      return true;
    });
    await assert.rejects(opened('ann', 'wrong'), /does not accept the user or password .*16 UNAUTHENTICATED/);
  });

  it("lets no service write what is another's, and nobody else read or write", async () => {
    const { access, server, open, urlOf } = await aServerThatIsSetUp();
    const scheduler = await open('scheduler');
    await scheduler.append('calendar:1', newEvents(1), 'noStream');
    await scheduler.append('calendar:1', newEvents(1), 0);
    await scheduler.close();
    access.accounts.set('mallory', { password: 'hers', groups: [] });
    const deny = async (url: string) => {
      const client = EventStoreDBClient.connectionString(url);
      const event = jsonEvent({ type: 'x', data: {} });
      await assert.rejects(client.appendToStream('scheduler-calendar:1', event, { expectedRevision: 1n }));
      await assert.rejects(client.appendToStream('$$scheduler-calendar:1', event, { expectedRevision: 0n }));
      await assert.rejects(client.appendToStream('store.scheduler', event, { expectedRevision: 0n }));
      await client.dispose();
    };
    await deny(urlOf('auth'));
    await deny(withLogin(server.url, 'mallory', 'hers'));
    const mallory = EventStoreDBClient.connectionString(withLogin(server.url, 'mallory', 'hers'));
    await assert.rejects(Array.fromAsync(mallory.readStream('scheduler-calendar:1')));
    await assert.rejects(Array.fromAsync(mallory.readAll({ maxCount: 1 })));
    await mallory.dispose();
  });

  it('can be set up again: with the same logins, and streams that were left open closed', async () => {
    const { access, server, logins, stdout, open } = await aServerThatIsSetUp();
    assert.match(
      stdout,
      /created user berth-auth\ncreated user berth-scheduler\ngroup berth may read \$all\n/,
    );
    const path = join(logins, 'auth.login');
    assert.equal(statSync(path).mode & 0o777, 0o600);
    const before = readFileSync(path, 'utf8');
    const admin = EventStoreDBClient.connectionString(withLogin(server.url, ADMIN.user, ADMIN.password));
    const event = jsonEvent({ type: 'x', data: {} });
    await admin.appendToStream('auth-user:1', event, { expectedRevision: 'no_stream' });
    await admin.dispose();
    const again = await setUp(server.url, logins);
    assert.match(again.stdout, /gave user berth-auth the password of its file/);
    assert.match(again.stdout, /^gave 1 streams? to the services that write them$/m);
    assert.equal(readFileSync(path, 'utf8'), before);
    assert.deepEqual(access.accounts.get('berth-auth')?.groups, ['berth']);
    await (await open('auth')).lastPosition();
    const secrets = [ADMIN.password, ...[before.trim().split(':')[1] ?? '']];
    for (const secret of secrets) assert.ok(!`${stdout}${again.stdout}${again.stderr}`.includes(secret));
  });

  it('is not set up by one who is no admin, nor without TLS', async () => {
    const { server } = await aSecureServer();
    onTestEnd(() => server.close());
    const fails = (url: string, pattern: RegExp, password?: string) =>
      assert.rejects(setUp(url, tempDir('logins'), password), (error: Error & { stderr: string }) => {
        assert.match(error.stderr, pattern);
        return true;
      });
    await fails(server.url, /16 UNAUTHENTICATED/, 'guessed');
    await fails('esdb://127.0.0.1:1?tls=false', /users require TLS: with tls=false/);
    await fails('sqlite:/x', /BERTH_EVENT_STORE: must be kurrentdb/);
  });
});
