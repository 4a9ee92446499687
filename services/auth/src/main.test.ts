import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { connectBus, type Bus } from '@berth/bus/connection';
import { RpcClient } from '@berth/bus/rpc-client';
import {
  createProject,
  jwksQuery,
  login,
  logout,
  refresh,
  register,
  setRole,
  usersQuery,
  viewerQuery,
} from '@berth/contracts/auth/operations';
import type { OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import { historyQuery, type HistoryEntry } from '@berth/contracts/history';
import type { PageOf } from '@berth/contracts/fields';
import { subjects } from '@berth/contracts/subjects';
import type { JsonObject } from '@berth/kernel/json';
import { startNats, type TestNats } from '@berth/testing/nats';
import { createAdmin } from '@berth/contracts/auth/admin.operations';
import { AuthProcess } from './testing/auth-process.js';
import { PASSWORD } from './testing/auth-test-service.js';

const NEW_PASSWORD = 'another long secret';
const person = (username: string) => ({ username, email: `${username}@example.org`, password: PASSWORD });

describe('the auth service on a real bus', () => {
  let nats: TestNats;
  let bus: Bus;
  let rpc: RpcClient;
  let auth: AuthProcess;

  beforeAll(async () => {
    nats = await startNats();
    bus = await connectBus({
      url: nats.url,
      name: 'gateway',
      inboxPrefix: subjects.inbox('gateway'),
      credsFile: nats.credsOf('gateway'),
    });
    rpc = new RpcClient({ bus });
  });

  afterAll(async () => {
    await auth.stop();
    rpc.close();
    await bus.close();
    await nats.stop();
  });

  async function ask<O extends OperationDefinition>(
    definition: O,
    input: RawInputOf<O>,
    options: { readonly token?: string; readonly after?: string } = {},
  ) {
    const reply = await rpc.call(definition.subject, { input: input as JsonObject, ...options });
    if (!reply.ok) throw new Error(`${reply.error.code} ${reply.error.message}`);
    return { result: reply.result as unknown as ResultOf<O>, position: reply.position ?? '' };
  }

  it('makes an admin by command before it ever ran', async () => {
    auth = new AuthProcess(nats);
    const made = await auth.admin(
      ['create', '--username', 'root.admin', '--email', 'root@example.org'],
      PASSWORD,
    );
    assert.deepEqual([made.code, made.err], [0, '']);
    assert.match(
      made.out,
      /^root\.admin \(root@example\.org\) was created as an admin, while the platform is stopped\.$/m,
    );
    await auth.start();
    const { result } = await ask(login, { login: 'root.admin', password: PASSWORD });
    assert.equal(result.user.role, 'admin');
  });

  it('registers, logs in, and answers who asks with the token it gave', async () => {
    const { result: made } = await ask(register, person('bob'));
    assert.ok('accessToken' in made);
    assert.equal(made.user.role, 'member');
    const { result: viewer } = await ask(viewerQuery, {}, { token: made.accessToken });
    assert.deepEqual(viewer, made.user);
    const { result: next } = await ask(refresh, { refreshToken: made.refreshToken });
    await ask(logout, {}, { token: next.accessToken });
    await assert.rejects(ask(refresh, { refreshToken: next.refreshToken }), /UNAUTHENTICATED/);
    const { result: jwks } = await ask(jwksQuery, {});
    assert.deepEqual(
      jwks.keys.map(({ kty, crv, use }) => [kty, crv, use]),
      [['OKP', 'Ed25519', 'sig']],
    );
  });

  it('shows at once what was just written, and who did it', async () => {
    const admin = (await ask(login, { login: 'root@example.org', password: PASSWORD })).result;
    const token = admin.accessToken;
    const { result: carol, position } = await ask(register, person('carol'));
    const found = await ask(usersQuery, { search: 'carol' }, { token, after: position });
    assert.deepEqual(
      found.result.items.map(({ node }) => node.id),
      [carol.user.id],
    );
    await ask(setRole, { userId: carol.user.id, role: 'operator' }, { token });
    const project = await ask(createProject, { name: 'Vision', leadId: carol.user.id }, { token });
    assert.equal(project.result.members[0]?.userId, carol.user.id);
    const history = await ask(historyQuery('auth'), { entity: 'user', id: carol.user.id }, { token });
    const entries = (history.result as PageOf<HistoryEntry>).items.map(({ node }) => node);
    assert.deepEqual(
      entries.map(({ type, actor, command }) => [type, actor.id, command]),
      [
        ['auth.user.registered.v1', carol.user.id, register.name],
        ['auth.user.roleSet.v1', admin.user.id, setRole.name],
      ],
    );
  });

  it('recovers an admin by command while it runs', async () => {
    const done = await auth.admin(['recover', '--login', 'carol@example.org'], NEW_PASSWORD);
    assert.deepEqual([done.code, done.err], [0, '']);
    assert.match(done.out, /^carol .* is an active admin with the new password, by the running platform\.$/m);
    const { result } = await ask(login, { login: 'carol', password: NEW_PASSWORD });
    assert.equal(result.user.role, 'admin');
  });

  it('says what an admin command lacks, and changes nothing', async () => {
    const unknown = await auth.admin(['recover', '--login', 'nobody'], NEW_PASSWORD);
    assert.equal(unknown.code, 1);
    assert.match(
      unknown.err,
      /^Nothing was changed: there is no account with this user name or e-mail address$/m,
    );
    const weak = await auth.admin(
      ['create', '--username', 'dave', '--email', 'dave@example.org'],
      'password1',
    );
    assert.equal(weak.code, 1);
    assert.match(weak.err, /commonly used/);
    const nameless = await auth.admin(['create', '--username', 'dave'], PASSWORD);
    assert.equal(nameless.code, 2);
    assert.match(nameless.err, /--email is missing/);
  });

  it('refuses admin commands without proof of the master key', async () => {
    const input = { ...person('mallory'), issuedAt: new Date().toISOString(), proof: '0'.repeat(64) };
    await assert.rejects(ask(createAdmin, input), /FORBIDDEN/);
    await assert.rejects(ask(login, { login: 'mallory', password: PASSWORD }), /UNAUTHENTICATED/);
  });

  it('stops gracefully, and knows all users after a restart', async () => {
    const { result: before } = await ask(login, { login: 'bob', password: PASSWORD });
    assert.equal(await auth.stop(), 0);
    const port = await auth.start();
    assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 200);
    const { result: viewer } = await ask(viewerQuery, {}, { token: before.accessToken });
    assert.equal(viewer.username, 'bob');
    await ask(refresh, { refreshToken: before.refreshToken });
  });
});
