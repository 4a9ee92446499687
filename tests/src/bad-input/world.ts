import { readFileSync } from 'node:fs';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import { subjects } from '@berth/contracts/subjects';
import { eventually } from '@berth/testing/eventually';
import { isRefusal } from '../platform/api.js';
import { createLab, register, untilOnline, type Lab } from '../platform/lab.js';
import { script, submit, untilState } from '../platform/jobs.js';
import { agentSettings, SupervisedProcess } from '../platform/supervised-process.js';
import { Platform } from '../platform/platform.js';
import type { World } from './case.js';
import { Forger } from './forger.js';
import { RawBus } from './raw-bus.js';
import { RogueHost } from './rogue-host.js';

const POOL = 'approved only';
const EXTERNAL_ID = 'mine';

const plainId = (nodeId: string): string => Buffer.from(nodeId, 'base64url').toString().split(':')[1] ?? '';

/** A platform with a running job, a full queue, and all that the cases need to go wrong in one thing only. */
export async function prepareWorld(): Promise<World> {
  const platform = await Platform.start({
    simulateGpus: 1,
    env: { BERTH_LOG_PLACEMENT_TIMEOUT_SECONDS: '1' },
  });
  try {
    const second = await SupervisedProcess.start(platform, {
      name: 'agent-2',
      folder: 'agent',
      settings: agentSettings(platform, 'second', 1),
    });
    const lab = await createLab(platform);
    await second.untilReady();
    const eve = await register(platform, 'eve');
    const job = await submit(lab, { ...script('setTimeout(() => {}, 600_000)'), name: 'runs' });
    await untilState(lab.ada.api, job, ['RUNNING']);
    const waitingJob = await fillQueue(lab);
    const host = await untilOnline(lab.admin.api);
    const gateway = await connect({
      servers: platform.natsUrl,
      authenticator: credsAuthenticator(readFileSync(platform.credsOf('gateway'))),
      inboxPrefix: subjects.inbox('gateway'),
    });
    // In a pool of its own: while a host is joining, jobs of its pool wait for what it may turn out to have.
    const { pool } = await lab.admin.api.do<{ pool: { id: string } }>(
      'createPool',
      { name: 'of the rogue' },
      'pool { id }',
    );
    const { token } = await lab.admin.api.do<{ token: string }>(
      'createJoinToken',
      { poolId: pool.id, maxUses: 1 },
      'token',
    );
    return {
      platform,
      lab,
      eve,
      job,
      jobId: plainId(job),
      waitingJob,
      externalId: EXTERNAL_ID,
      poolName: POOL,
      host,
      hostId: plainId(host),
      forger: await Forger.at(platform, plainId(lab.admin.id)),
      gateway: new RawBus(gateway),
      rogue: await RogueHost.join(platform, token),
    };
  } catch (error) {
    await platform.stop();
    throw error;
  }
}

export async function stopWorld({ platform, gateway, rogue }: World): Promise<void> {
  await gateway.nc.close();
  await rogue.nc.close();
  await platform.stop();
}

/** From now on jobs are to be approved, and of each user one may wait. */
async function fillQueue(lab: Lab): Promise<string> {
  const { admin, pool } = lab;
  await admin.api.do('updatePool', { poolId: pool, approval: true, maxQueuedPerUser: 1 }, 'pool { id }');
  // the scheduler receives events in their order: when it has the new name, it has the rest
  await admin.api.do('updatePool', { poolId: pool, name: POOL }, 'pool { id }');
  return eventually(() => submitWaitingJob(lab), { timeoutMs: 15_000 });
}

/** By the same key whenever it is called. */
export async function submitWaitingJob({ ada, project }: Lab): Promise<string> {
  const input = { name: 'waits', project, pool: POOL, command: ['true'], externalId: EXTERNAL_ID };
  const outcome = await ada.api.tryTo<{ job: { id: string } }>('submitJob', input, 'job { id }', {
    'idempotency-key': 'waiting',
  });
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.job.id;
}
