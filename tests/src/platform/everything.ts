import assert from 'node:assert/strict';
import { eventually } from '@berth/testing/eventually';
import type { Api } from './api.js';

/** All that views answer, of every service, in parts within the limit on a query's cost. */
const PARTS = [
  `{
    users(first: 20) { edges { node { id username email role status createdAt profile { givenName } } } }
    projects(first: 20) { edges { node { id name archived createdAt members { memberRole user { id } } } } }
    pools(first: 20) { edges { node { id name approval maxQueuedPerUser createdAt } } }
    hosts(first: 20) { edges { node { id name status scheduling labels joinedAt
      facts { hostname cpuCores agentVersion }
      devices { uuid index model state limits { training inference } } } } }
    grants(first: 20) { edges { node { id status priority maxHours createdAt pool { id } user { id } } } }
    joinTokens { id uses revoked }
  }`,
  `query ($job: ID!, $pool: ID!) {
    jobs(first: 20) { edges { node { id externalId name state message exitCode createdAt queuedAt startedAt endedAt
      updatedAt project { name } user { username } pool { name } command envNames priority cancelRequested deleted
      runs { number state outcome exitCode leaseId placedAt startedAt endedAt devices { uuid } } } } }
    queue(pool: $pool, first: 20) { edges { node { position priority queuedAt job { name } } } }
    job(id: $job) { progress { fraction latestMetrics } }
    history(id: $job, first: 50) { edges { node { eventId type position recordedAt data actor { kind id } } } }
  }`,
  `query ($job: ID!) {
    prices(first: 20) { edges { node { model microsPerHour currency from } } }
    charges(first: 20, job: $job) { edges { node { id run from job { id } lines { model microsPerHour } } } }
  }`,
];

export interface Sample {
  readonly job: string;
  readonly pool: string;
}

export const everything = (api: Api, { job, pool }: Sample): Promise<unknown[]> =>
  Promise.all(PARTS.map((part) => api.ask(part, { job, pool })));

/** Replicas of other services' facts are updated asynchronously: an answer counts once it comes twice. */
export async function settledEverything(api: Api, sample: Sample): Promise<unknown[]> {
  let last: unknown[] | undefined;
  return eventually(
    async () => {
      const before = last;
      last = await everything(api, sample);
      assert.deepEqual(last, before);
      return last;
    },
    { timeoutMs: 20_000, everyMs: 500 },
  );
}
