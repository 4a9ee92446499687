import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import type { Calls } from '../graphql/calls.js';
import { Notifier, type OutputNotifiers } from './notifier.js';
import { JobOutput } from './job-output.js';
import { RightsChanges } from './rights-changes.js';

const notifiers = { listen: () => ({ notifier: new Notifier(), [Symbol.dispose]: () => undefined }) };

/** Calls as a user who may read a given number of a job's ten pages. */
const reader = (pages: number) => {
  let asked = 0;
  const query = async (_operation: unknown, { after = '0' }: { after?: string }) => {
    if ((asked += 1) > pages) throw new GraphQLError('no such job', { extensions: { code: 'NOT_FOUND' } });
    const cursor = Number(after) + 1;
    return { lines: [{ text: `line ${cursor}` }], cursor: String(cursor), end: cursor === 10 };
  };
  return { query } as unknown as Calls;
};

it('who loses access to a job while following it gets no pages that others have asked for', async () => {
  const rights = new RightsChanges();
  const output = new JobOutput(notifiers as unknown as OutputNotifiers, 0);
  const follow = async (calls: Calls) => {
    const viewer = { calls, rights: () => rights.watch('ada'), signal: new AbortController().signal };
    const texts: string[] = [];
    for await (const { items } of output.logs(viewer, { jobId: 'job' }))
      texts.push(...items.map(({ text }) => text));
    return texts;
  };
  assert.equal((await follow(reader(10))).length, 10);
  await assert.rejects(follow(reader(1)), /no such job/);
});
