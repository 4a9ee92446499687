import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { subjects } from '@berth/contracts/subjects';
import { STREAMS } from '@berth/contracts/streams';
import { idFromName, newId, uuidFromName } from '@berth/kernel/ids';
import { eventually } from '@berth/testing/eventually';
import { createLab, nodesOf, type Lab, type Nodes } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(120_000);

interface Parked {
  readonly id: string;
  readonly entity: string;
  readonly eventType: string;
  readonly error: string;
  readonly attempts: number;
}

const PARKED = '{ parked(service: SCHEDULER) { edges { node { id entity eventType error attempts } } } }';
const KEY = 'a-project-to-be-poisoned';

describe('a message that a service cannot handle', () => {
  let platform: Platform;
  let lab: Lab;
  let auth: NatsConnection;

  beforeAll(async () => {
    platform = await Platform.start();
    lab = await createLab(platform);
    auth = await connect({
      servers: platform.natsUrl,
      authenticator: credsAuthenticator(readFileSync(platform.credsOf('auth'))),
      inboxPrefix: subjects.inbox('auth'),
    });
  });
  afterAll(async () => {
    await auth.close();
    await platform.stop();
  });

  const parked = async (): Promise<Parked[]> =>
    nodesOf((await lab.admin.api.ask<{ parked: Nodes<Parked> }>(PARKED)).parked);

  const createProject = (name: string, key: string) =>
    lab.ada.api.tryTo<{ project: { id: string } }>('createProject', { name }, 'project { id }', {
      'idempotency-key': key,
    });

  const canBeChargedTo = (project: string) =>
    eventually(
      () => lab.ada.api.do('submitJob', { name: 'a job', project, command: ['true'] }, 'job { id }'),
      { timeoutMs: 15_000, everyMs: 100 },
    );

  /** A copy of auth's newest event with another content: in the stream's order, so that auth goes on behind it. */
  async function publishBroken(projectId: string): Promise<void> {
    const manager = await jetstreamManager(auth, { checkAPI: false });
    const { state } = await manager.streams.info(STREAMS.auth);
    const last = await manager.streams.getMessage(STREAMS.auth, { seq: state.last_seq });
    assert.ok(last);
    const event = {
      ...last.json<object>(),
      type: 'auth.project.memberRemoved.v1',
      subject: `project:${projectId}`,
      data: { projectId, userId: newId() },
    };
    const subject = subjects.event('auth', projectId, 'project', projectId, 'memberRemoved.v1');
    await jetstream(auth).publish(subject, JSON.stringify(event));
  }

  it('is parked with what follows of the same entity, while the rest goes on', async () => {
    const plainUserId = Buffer.from(lab.ada.id, 'base64url').toString().split(':')[1] ?? '';
    const commandId = uuidFromName(
      'command',
      'user',
      plainUserId,
      'auth.project.create.v1',
      `${KEY}:createProject`,
    );
    const projectId = idFromName('project', commandId);
    await publishBroken(projectId);
    await createProject('poisoned', KEY);
    await createProject('healthy', 'another');

    await canBeChargedTo('healthy');
    const [broken, behind, ...more] = await parked();
    assert.deepEqual(more, []);
    assert.deepEqual(
      [broken?.entity, broken?.eventType, broken?.attempts],
      [`project:${projectId}`, 'auth.project.memberRemoved.v1', 5],
    );
    assert.match(broken?.error ?? '', /never created/);
    assert.deepEqual(
      [behind?.entity, behind?.eventType, behind?.attempts],
      [`project:${projectId}`, 'auth.project.created.v1', 0],
    );
    const outcome = await lab.ada.api.tryTo<{ code?: string }>(
      'submitJob',
      { name: 'a job', project: 'poisoned', command: ['true'] },
      'job { id }',
    );
    assert.equal(outcome.code, 'NOT_FOUND');
  });

  it('can be retried or discarded, and then unblocks what waits behind it', async () => {
    const [broken, behind] = await parked();
    const again = (id = '') =>
      lab.admin.api.do<object>('replayParked', { service: 'SCHEDULER', id }, 'replayed stillParked');
    assert.deepEqual(await again(broken?.id), {
      __typename: 'ReplayParkedSuccess',
      replayed: 0,
      stillParked: 2,
    });
    assert.equal((await parked())[0]?.attempts, 6);
    await lab.admin.api.do('dropParked', { service: 'SCHEDULER', id: broken?.id }, 'dropped');
    assert.deepEqual(await again(behind?.id), {
      __typename: 'ReplayParkedSuccess',
      replayed: 1,
      stillParked: 0,
    });
    assert.deepEqual(await parked(), []);
    await canBeChargedTo('poisoned');
  });

  it('is visible to staff only', async () => {
    const { errors } = await lab.ada.api.answer(PARKED);
    assert.equal(errors?.[0]?.extensions?.code, 'FORBIDDEN');
    const outcome = await lab.ada.api.tryTo<{ code?: string }>(
      'dropParked',
      { service: 'SCHEDULER', id: 'x' },
      'dropped',
    );
    assert.equal(outcome.code, 'FORBIDDEN');
  });
});
