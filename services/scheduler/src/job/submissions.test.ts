import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Identity } from '@berth/service-host/operation';
import { newId } from '@berth/kernel/ids';
import { tempDir } from '@berth/testing/temp-dir';
import { hostId, userId } from '../testing/fixtures.js';
import {
  aGrant,
  aPool,
  aProject,
  aUser,
  ForeignLog,
  someGpus,
  type ForeignEvent,
} from '../testing/foreign-events.js';
import { SchedulerWorld } from '../testing/scheduler-world.js';
import { ScriptedAgent } from '../testing/scripted-agent.js';

const ada: Identity = { kind: 'user', userId, role: 'member' };

describe('submissions ahead of what other services tell', { timeout: 30_000 }, () => {
  const log = new ForeignLog();
  let world: SchedulerWorld;
  const hear = (...events: readonly ForeignEvent[]) => world.hear(...log.record(...events));
  const submit = (project: string) => world.submit(ada, { name: 'train', project }, newId());

  before(async () => {
    world = await SchedulerWorld.open({
      folder: tempDir('submissions'),
      agents: [new ScriptedAgent(hostId)],
    });
    await hear(aUser(), aPool(), ...someGpus(hostId, 1));
  });
  after(() => world.stop());

  it('wait for the project and the grant', async () => {
    const project = aProject(newId(), 'young');
    const early = submit('young');
    await sleep(20);
    await hear(project);
    await sleep(20);
    await hear(aGrant());
    const submitted = await early;
    assert.ok(submitted.ok, submitted.ok ? '' : submitted.error.message);
    assert.equal(submitted.value.result.name, 'train');
  });

  it('are refused where nothing comes, and also for what is known', async () => {
    const absent = await submit('no such project');
    assert.deepEqual(!absent.ok && [absent.error.code, absent.error.field], ['NOT_FOUND', 'project']);
    const many = await world.submit(ada, { name: 'train', project: 'young', gpus: { count: 9 } }, newId());
    assert.equal(!many.ok && many.error.code, 'CAN_NEVER_RUN');
  });
});
