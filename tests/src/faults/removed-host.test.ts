import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { subjects } from '@berth/contracts/subjects';
import { eventually } from '@berth/testing/eventually';
import type { Refusal } from '../platform/api.js';
import { script, submit } from '../platform/jobs.js';
import { agentSettings, SupervisedProcess } from '../platform/supervised-process.js';
import { createLab, nodesOf, type Lab, type Nodes } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(300_000);

const WAIT_OPTIONS = { timeoutMs: 60_000, everyMs: 100 };
const ENDLESS = script('setInterval(() => undefined, 1_000)');
const SAID = /this host was removed from the platform/g;

interface Host {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly devices: readonly { readonly uuid: string }[];
}
interface Job {
  readonly state: string;
  readonly runs: readonly { outcome: string | null; message: string | null; host: { id: string } | null }[];
}

const HOST = 'id name status devices { uuid }';

async function hostsOf({ admin }: Lab): Promise<Host[]> {
  const query = `{ hosts { edges { node { ${HOST} } } } }`;
  return nodesOf((await admin.api.ask<{ hosts: Nodes<Host> }>(query)).hosts);
}

const untilThere = (lab: Lab, name: string): Promise<Host> =>
  eventually(async () => {
    const host = (await hostsOf(lab)).find((each) => each.name === name);
    assert.equal(host?.status, 'ONLINE', `${name} is ${host?.status}`);
    return host!;
  }, WAIT_OPTIONS);

async function jobOf({ ada }: Lab, id: string): Promise<Job> {
  const query = `query ($id: ID!) { job(id: $id) { state runs { outcome message host { id } } } }`;
  return (await ada.api.ask<{ job: Job }>(query, { id })).job;
}

/** A running job on each of two hosts, and a endedReservation ahead of the second one's device. */
async function twoHostsInUse() {
  const platform = await Platform.startFor({ simulateGpus: 1 });
  const lab = await createLab(platform);
  const agent = await SupervisedProcess.start(platform, {
    name: 'agent-2',
    folder: 'agent',
    settings: agentSettings(platform, 'elsewhere', 1),
  });
  const host = await untilThere(lab, 'elsewhere');
  const staying = (await hostsOf(lab)).find(({ id }) => id !== host.id);
  assert.ok(staying);
  const [device] = host.devices;
  assert.ok(device);
  const { admin, ada, project, pool } = lab;
  const ids = [
    await submit(lab, { gpus: { count: 1 }, ...ENDLESS }),
    await submit(lab, { gpus: { count: 1 }, ...ENDLESS }),
  ];
  const jobOn = (hostId: string) =>
    eventually(async () => {
      const jobs = await Promise.all(ids.map((id) => jobOf(lab, id)));
      const at = jobs.findIndex(({ state, runs }) => state === 'RUNNING' && runs.at(-1)?.host?.id === hostId);
      assert.ok(at >= 0, JSON.stringify(jobs));
      return ids[at]!;
    }, WAIT_OPTIONS);
  const [lost, kept] = [await jobOn(host.id), await jobOn(staying.id)];
  const { reservations } = await ada.api.do<{ reservations: readonly { id: string }[] }>(
    'reserve',
    {
      project,
      pool,
      gpus: { devices: [device.uuid] },
      from: new Date(Date.now() + 7 * 86_400_000).toISOString(),
      durationMinutes: 60,
    },
    'reservations { id }',
  );
  const reservation = reservations[0]!.id;
  const folder = join(platform.data, 'agent-elsewhere');
  return { platform, lab, agent, host, staying, lost, kept, reservation, folder, admin, ada };
}

/** Connects with a copy of an agent's folder. */
function entering(platform: Platform, folder: string): () => Promise<NatsConnection> {
  const creds = readFileSync(join(folder, 'bus.creds'));
  const { hostId } = JSON.parse(readFileSync(join(folder, 'membership.json'), 'utf8')) as { hostId: string };
  return () =>
    connect({
      servers: platform.natsUrl,
      authenticator: credsAuthenticator(creds),
      inboxPrefix: subjects.agentInbox(hostId),
      reconnect: false,
    });
}

describe('a host that is removed', () => {
  it('is gone, with its runs and reservations; its key opens nothing, and others go on', async () => {
    const world = await twoHostsInUse();
    const { platform, lab, agent, host, staying, lost, kept, reservation, folder, admin, ada } = world;
    const enter = entering(platform, folder);
    const copied = await enter();
    onTestEnd(() => copied.close());
    const bus = platform.pidOf('nats-server');

    const refusal = await admin.api.tryTo<Refusal>('removeHost', { hostId: host.id }, 'host { id }');
    assert.deepEqual([refusal.code, refusal.field], ['INVALID_STATE', 'input.hostId']);
    assert.match(refusal.message, /1 lease, 1 reservation active or upcoming; drain it/);
    const byMember = await ada.api.tryTo<Refusal>('removeHost', { hostId: host.id }, 'host { id }');
    assert.equal(byMember.code, 'FORBIDDEN');
    assert.equal((await hostsOf(lab)).length, 2);

    const { host: removed } = await admin.api.do<{ host: Host }>(
      'removeHost',
      { hostId: host.id, reason: 'its key was stolen', force: true },
      'host { id status }',
    );
    assert.equal(removed.status, 'REMOVED');
    assert.deepEqual(
      (await hostsOf(lab)).map(({ id }) => id),
      [staying.id],
    );

    await eventually(async () => {
      const job = await jobOf(lab, lost);
      assert.equal(job.state, 'QUEUED');
      assert.deepEqual([job.runs.length, job.runs[0]?.outcome], [1, 'LOST']);
      assert.match(job.runs[0]?.message ?? '', /its host was removed/);
    }, WAIT_OPTIONS);
    await eventually(async () => {
      const { reservation: endedReservation } = await ada.api.ask<{
        reservation: { state: string; endReason: string | null };
      }>('query ($id: ID!) { reservation(id: $id) { state endReason } }', { id: reservation });
      assert.equal(endedReservation.state, 'CANCELLED');
      assert.match(endedReservation.endReason ?? '', /host elsewhere, which holds its devices, was removed/);
    }, WAIT_OPTIONS);

    await eventually(
      () => assert.ok(copied.isClosed(), 'a copy of its key is connected still'),
      WAIT_OPTIONS,
    );
    await assert.rejects(enter(), /authorization violation|revoked/i);
    const renewal = await fetch(`${platform.url}/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ publicKey: publicKeyOf(folder) }),
    });
    assert.equal(renewal.status, 403);
    assert.match(await renewal.text(), /this host was removed/);

    await eventually(() => assert.equal(agent.log.match(SAID)?.length, 1), WAIT_OPTIONS);
    assert.deepEqual([agent.isReady, agent.ends], [true, 0]);

    // the bus was not started anew for it, and is not open to the key when it is
    assert.equal(platform.pidOf('nats-server'), bus);
    assert.equal((await jobOf(lab, kept)).state, 'RUNNING');
    await platform.killAndWait('nats-server');
    await assert.rejects(enter(), /authorization violation|revoked/i);

    const fresh = await SupervisedProcess.start(platform, {
      name: 'agent-3',
      folder: 'agent',
      settings: {
        ...agentSettings(platform, 'elsewhere', 1),
        BERTH_AGENT_DIR: join(platform.data, 'agent-anew'),
      },
    });
    await fresh.untilReady(60_000);
    assert.notEqual((await untilThere(lab, 'elsewhere')).id, host.id);
    await eventually(async () => assert.equal((await jobOf(lab, lost)).state, 'RUNNING'), WAIT_OPTIONS);
    const still = await jobOf(lab, kept);
    assert.deepEqual([still.state, still.runs.length], ['RUNNING', 1]);
    assert.equal(agent.log.match(SAID)?.length, 1);
  });

  it('does not keep the platform from starting where it is the one on this machine', async () => {
    const first = await Platform.startFor({ simulateGpus: 1 });
    const lab = await createLab(first);
    const [host] = await hostsOf(lab);
    assert.ok(host);
    await lab.admin.api.do('removeHost', { hostId: host.id }, 'host { id }');
    assert.deepEqual(await hostsOf(lab), []);
    const said = (platform: Platform) =>
      readFileSync(join(platform.data, 'logs', 'agent.log'), 'utf8').match(SAID)?.length ?? 0;
    await eventually(() => assert.equal(said(first), 1), WAIT_OPTIONS);
    await first.stop();
    const again = await Platform.startFor({ data: first.data, simulateGpus: 1 });
    assert.equal(said(again), 2);
  });
});

/** From its credentials: the subject of the JWT. */
function publicKeyOf(folder: string): string {
  const [, body = ''] = /\.([\w-]+)\./.exec(readFileSync(join(folder, 'bus.creds'), 'utf8')) ?? [];
  return (JSON.parse(Buffer.from(body, 'base64url').toString()) as { sub: string }).sub;
}
