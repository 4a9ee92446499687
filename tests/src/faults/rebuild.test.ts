import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { SERVICES } from '@berth/contracts/services';
import { eventually } from '@berth/testing/eventually';
import type { Api } from '../platform/api.js';
import { foundLab, logIn } from '../platform/lab.js';
import { chargesOf, script, submit, untilState } from '../platform/jobs.js';
import { Platform } from '../platform/platform.js';

/** All that views answer, of every service. */
const EVERYTHING = `query ($job: ID!, $pool: ID!) {
  users { edges { node { id username email role status createdAt profile { givenName } } } }
  projects { edges { node { id name archived createdAt members { memberRole user { id } } } } }
  pools { edges { node { id name approval maxQueuedPerUser createdAt } } }
  hosts { edges { node { id name status scheduling labels joinedAt facts { hostname cpuCores agentVersion }
    devices { uuid index model state limits { training inference } } } } }
  grants { edges { node { id status priority maxHours createdAt pool { id } user { id } } } }
  joinTokens { id uses revoked }
  jobs { edges { node { id ownId name state message exitCode createdAt queuedAt startedAt endedAt updatedAt
    project { name } user { username } pool { name } command envNames priority
    runs { run state outcome exitCode leaseId placedAt startedAt endedAt devices { uuid } } } } }
  queue(pool: $pool) { edges { node { position priority queuedAt job { name } } } }
  job(id: $job) { progress { fraction latestMetrics } }
  prices { edges { node { model microsPerHour currency from } } }
  charges { total edges { node { id run from to seconds amountMicros lines { model amountMicros } job { id } } } }
  history(id: $job) { edges { node { eventId type position recordedAt data actor { kind id } } } }
}`;

it('answers the same when every read model has been rebuilt', { timeout: 180_000 }, async () => {
  let platform = await Platform.start({ simulateGpus: 2 });
  const lab = await foundLab(platform);
  const job = await submit(lab, {
    ...script(`console.log(JSON.stringify({ type: 'metrics', epoch: 1, epochs: 1, loss: 0.5 }))`),
    id: 'mine/1',
    gpus: { count: 1 },
    env: [{ name: 'SECRET', value: 'x' }],
  });
  await untilState(lab.ada.api, job, ['succeeded']);
  await eventually(async () => assert.ok((await chargesOf(lab.ada.api, job))[0]?.to), { timeoutMs: 20_000 });
  await submit(lab, { command: ['never', 'approved'], name: 'waits', gpus: { count: 2 } });
  await platform.stop();

  const answers: unknown[] = [];
  for (const rebuilt of [false, true]) {
    if (rebuilt) for (const service of SERVICES) dropViews(join(platform.data, 'services', service));
    platform = await Platform.start({ data: platform.data, agent: false });
    try {
      const { api } = await logIn(platform, 'root');
      answers.push(await settled(api, { job, pool: lab.pool }));
    } finally {
      await platform.stop();
    }
  }
  assert.deepEqual(answers[1], answers[0]);
});

function dropViews(folder: string): void {
  const files = readdirSync(folder).filter((name) => name.startsWith('views.sqlite'));
  assert.notDeepEqual(files, []);
  for (const name of files) rmSync(join(folder, name));
}

/** Copies of other services' facts follow at their own pace: an answer counts once it comes twice. */
async function settled(api: Api, variables: object): Promise<unknown> {
  let last: unknown;
  return eventually(
    async () => {
      const answer = await api.ask(EVERYTHING, variables);
      const before = last;
      last = answer;
      assert.deepEqual(answer, before);
      return answer;
    },
    { timeoutMs: 20_000, everyMs: 500 },
  );
}
