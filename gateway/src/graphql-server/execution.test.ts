import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { ok } from '@berth/kernel/result';
import type { Context } from '../graphql/context.js';
import { schema } from '../graphql/schema.js';
import { Documents } from './documents.js';
import { Execution } from './execution.js';

const limits = { maxDepth: 12, maxCost: 20_000, maxAliases: 30, maxTokens: 4000 };
const SIMULATE = `mutation { simulate(input: { workload: { swf: "" }, policies: [] }) { __typename } }`;

describe('the time that an operation may take', () => {
  const documents = new Documents(schema, limits);
  const execution = new Execution({ schema, timeoutMs: 20 });
  const run = async (query: string) => {
    const log: string[] = [];
    const gone: (() => void)[] = [];
    const calls = {
      tryQuery: async ({ name }: { name: string }) => {
        log.push(name);
        await sleep(100);
        return ok({});
      },
      query: () => sleep(100, { id: 'x' }),
    };
    const context = {
      caller: { kind: 'known' },
      calls,
      onDisconnect: (act: () => void) => (gone.push(act), () => undefined),
      giveUp: () => gone.forEach((act) => act()),
      traceId: 't',
    } as unknown as Context;
    const document = documents.find(query);
    assert.ok(document.ok, JSON.stringify(document));
    const operation = documents.operation(document.value, undefined, {});
    assert.ok(operation.ok, JSON.stringify(operation));
    return { result: await execution.run(operation.value, context), log };
  };

  it('is the same for all, and then the client is told', async () => {
    const { result } = await run('{ viewer { id } }');
    assert.equal(result.errors?.[0]?.extensions['code'], 'UNAVAILABLE');
  });

  it('is what a simulation is promised, and more', async () => {
    const { result, log } = await run(SIMULATE);
    const { __typename: came } = result.data?.['simulate'] as { __typename: string };
    assert.equal(came, 'SimulateSuccess');
    assert.deepEqual(log, ['scheduler.simulate.v1']);
    const { extensions } = schema.getMutationType()?.getFields()['simulate'] ?? {};
    assert.ok(Number(extensions?.['timeoutMs']) > 65_000);
  });
});
