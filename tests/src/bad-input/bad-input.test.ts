import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { everything, settledEverything } from '../platform/everything.js';
import { agentRequests, joinAttempts, oversteppings, outputs } from './agent.cases.js';
import { requests } from './bus.cases.js';
import { waiting } from './reservation.cases.js';
import type { Case } from './case.js';
import { jobChanges, submissions } from './job.cases.js';
import { people } from './people.cases.js';
import { places } from './inventory.cases.js';
import { policies } from './policy.cases.js';
import { queries } from './query.cases.js';
import { sessions } from './session.cases.js';
import { tokens } from './token.cases.js';
import { workflows } from './workflow.cases.js';
import { stopWorld, prepareWorld, submitWaitingJob } from './world.js';

jest.setTimeout(180_000);

const EDGES: { readonly [edge: string]: readonly Case[] } = {
  'GraphQL, jobs': [...submissions, ...jobChanges],
  'GraphQL, people': people,
  'sessions, cookies, codes and preferences': sessions,
  'GraphQL, places and prices': places,
  'GraphQL, policies and quotas': policies,
  'GraphQL, queries and requests': queries,
  'GraphQL, asking for devices and waiting for them': waiting,
  'GraphQL, workflows, arrays and schedules': workflows,
  tokens,
  'the bus': requests,
  'the agent': [...joinAttempts, ...agentRequests, ...outputs, ...oversteppings],
};
/** What must never be visible outside: stacks, paths of the program, SQL. */
const INSIDES = /\bat [^ ]+ \(|\.[jt]s:\d+|node_modules|node:internal|SQLITE|SELECT /;

const world = await prepareWorld();
const state = (): Promise<unknown[]> =>
  everything(world.lab.admin.api, { job: world.job, pool: world.lab.pool });

describe('bad input is refused by name, and changes nothing:', () => {
  let unharmed: unknown[];
  beforeAll(async () => {
    unharmed = await settledEverything(world.lab.admin.api, { job: world.job, pool: world.lab.pool });
  });
  afterAll(() => stopWorld(world));

  it('counts no repeat of what was accepted among it, though the queue is full by now', async () => {
    assert.equal(await submitWaitingJob(world.lab), world.waitingJob);
    assert.deepEqual(await state(), unharmed);
  });

  for (const [edge, cases] of Object.entries(EDGES)) {
    describe(edge, () => {
      for (const { name, attempt, code, field } of cases) {
        it(name, async () => {
          const answer = await attempt(world);
          assert.deepEqual({ code: answer.code, field: answer.field }, { code, field }, answer.text);
          assert.doesNotMatch(answer.text, INSIDES);
          assert.deepEqual(await state(), unharmed);
        });
      }
    });
  }
});
