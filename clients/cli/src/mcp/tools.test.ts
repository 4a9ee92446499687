import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from '@jest/globals';
import { fromJsonSchema } from '@modelcontextprotocol/server';
import { Refused } from '../errors.js';
import type { RequestOptions } from '../http/api.js';
import { callTool } from './call.js';
import type { OpenApi } from './openapi.js';
import { groupsOf, SECRET_OPERATIONS, toolsOf, type ApiTool } from './tools.js';

const document = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../../gateway/openapi.json', import.meta.url)), 'utf8'),
) as OpenApi;
const all = toolsOf(document, { writes: true, groups: [] });
const reading = toolsOf(document, { writes: false, groups: [] });
const named = (name: string): ApiTool => {
  const tool = all.find((each) => each.name === name);
  assert.ok(tool, name);
  return tool;
};

describe('tools for programs with a language model', () => {
  it('are made of every operation of the API but secrets and what only streams', () => {
    const operations = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    const names = new Set(all.map(({ name }) => name));
    const left = operations.filter((id) => !names.has(id) && !SECRET_OPERATIONS.has(id));
    // the last one takes any members, of which a model can't be told
    assert.deepEqual(left.sort(), [
      'deviceSamples',
      'eventsOfJob',
      'jobEvents',
      'jobLogsRaw',
      'poolSamples',
      'updatePreferences',
    ]);
    for (const secret of SECRET_OPERATIONS) assert.ok(operations.includes(secret), secret);
  });

  it('only read, unless writing is allowed; a simulation changes nothing', () => {
    assert.ok(reading.length > 40);
    for (const { name, method } of reading) assert.ok(method === 'GET' || name === 'simulate', name);
    for (const { writes, inputSchema } of all) {
      const { dryRun } = inputSchema['properties'] as { readonly dryRun?: unknown };
      assert.equal(dryRun !== undefined, writes);
    }
  });

  it('are those of some groups, where some are named', () => {
    assert.ok(groupsOf(document).includes('Jobs'));
    const few = toolsOf(document, { writes: false, groups: ['jobs'] });
    assert.ok(few.length > 3 && few.every(({ group }) => group === 'Jobs'));
  });

  it('have schemas that stand by themselves, and refuse what they do not know', async () => {
    for (const { name, inputSchema } of all) {
      const text = JSON.stringify(inputSchema);
      assert.ok(!text.includes('#/components'), name);
      for (const [, def = ''] of text.matchAll(/#\/\$defs\/(\w+)/g))
        assert.ok(def in (inputSchema['$defs'] as object), `${name}: ${def}`);
      const { validate } = fromJsonSchema(inputSchema)['~standard'];
      assert.ok((await validate({ noSuchArgument: 1 })).issues, name);
    }
    const { validate } = fromJsonSchema(named('submitJob').inputSchema)['~standard'];
    assert.equal((await validate({ name: 'a', project: 'p', gpus: { count: 1 } })).issues, undefined);
    assert.ok((await validate({ name: 'a' })).issues);
  });
});

describe('a call', () => {
  const sent: { method: string; path: string; options: RequestOptions }[] = [];
  const apiThat = (answer: () => unknown) => ({
    json: <T>(method: string, path: string, options: RequestOptions = {}): Promise<T> => {
      sent.push({ method, path, options });
      return Promise.resolve().then(answer) as Promise<T>;
    },
  });
  const ok = apiThat(() => ({ id: 'x' }));

  it('has its arguments where the operation has them', async () => {
    sent.length = 0;
    await callTool(ok, named('jobs'), { states: ['QUEUED'], limit: 5 });
    await callTool(ok, named('cancelJob'), { id: 'a/b', reason: 'late', dryRun: false });
    assert.deepEqual(sent, [
      { method: 'GET', path: '/api/v1/jobs', options: { query: { states: ['QUEUED'], limit: 5 } } },
      { method: 'POST', path: '/api/v1/jobs/a%2Fb/cancel', options: { query: {}, body: { reason: 'late' } } },
    ]);
  });

  it('of what writes sends nothing, unless it is no dry run', async () => {
    sent.length = 0;
    for (const given of [{}, { dryRun: true }]) {
      const { text } = await callTool(ok, named('cancelJob'), { id: 'a', ...given });
      assert.deepEqual(JSON.parse(text), {
        dryRun: true,
        wouldSend: { method: 'POST', path: '/api/v1/jobs/a/cancel', query: {}, body: {} },
      });
    }
    assert.deepEqual(sent, []);
  });

  it('answers refusals as errors that can be read, and cuts what is too long', async () => {
    const refusing = apiThat(() => {
      throw new Refused({
        status: 404,
        title: 'NOT_FOUND',
        code: 'NOT_FOUND',
        detail: 'there is no such job',
      });
    });
    const refused = await callTool(refusing, named('job'), { id: 'a' });
    assert.equal(refused.isError, true);
    assert.match(refused.text, /there is no such job/);
    const long = await callTool(
      apiThat(() => 'x'.repeat(200_000)),
      named('jobs'),
      {},
    );
    assert.equal(long.isError, true);
    assert.match(long.text, /200002 characters.*smaller page/s);
    assert.ok(long.text.length < 101_000);
  });

  it('that succeeds without an answer says so', async () => {
    const { text } = await callTool(
      apiThat(() => undefined),
      named('deleteJob'),
      { id: 'a', dryRun: false },
    );
    assert.equal(text, '{"done":true}');
  });
});
