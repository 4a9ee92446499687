import assert from 'node:assert/strict';
import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import { logsQuery } from '@berth/contracts/telemetry/operations';
import { subjects } from '@berth/contracts/subjects';
import { newId } from '@berth/kernel/ids';
import { eventually } from '@berth/testing/eventually';
import type { Gateway } from '../gateway.js';
import { logPageOf } from '../testing/log-pages.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const LOGS = 'subscription ($job: ID!) { jobLogs(job: $job) { cursor end lines { text } } }';

interface Told {
  readonly event: string;
  readonly id: string;
  readonly payload?: {
    readonly data?: { readonly jobLogs: { readonly lines: readonly { readonly text: string }[] } };
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  };
}

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let token: string;
const logs = new Map<string, { lines: string[]; ended: boolean }>();

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  token = await platform.issuer.token();
  client = new TestClient(gateway, token);
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});
beforeEach(() => {
  logs.clear();
  platform.answer(logsQuery, (input) => {
    const { lines, ended } = logs.get(String(input['jobId'])) ?? { lines: [], ended: true };
    return logPageOf(lines, input, ended);
  });
});

const aLog = (...lines: string[]): string => {
  const job = newId();
  logs.set(job, { lines, ended: false });
  return job;
};
function end(job: string): void {
  const log = logs.get(job);
  if (log) log.ended = true;
  platform.bus('telemetry').nc.publish(subjects.logArchived(job));
}

/** A connection, and what it has told so far. */
class Connection {
  readonly told: Told[] = [];
  readonly ended: Promise<void>;
  readonly #controller = new AbortController();

  constructor(operations: object) {
    this.ended = this.#read(operations);
  }

  async #read(operations: object): Promise<void> {
    const response = await fetch(`${gateway.url}/graphql/live`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ operations }),
      signal: this.#controller.signal,
    });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
        if (event !== '') this.told.push({ event, ...(JSON.parse(data) as Omit<Told, 'event'>) });
      }
    }
  }

  of(id: string): readonly Told[] {
    return this.told.filter((each) => each.id === id);
  }

  textsOf(id: string): readonly string[] {
    return this.of(id).flatMap(({ payload }) => payload?.data?.jobLogs.lines.map(({ text }) => text) ?? []);
  }

  close(): void {
    this.#controller.abort();
    this.ended.catch(() => undefined);
  }
}

const logsOf = (job: string) => ({ query: LOGS, variables: { job } });

describe('several subscriptions over one connection', () => {
  it('are told apart by their ids, end each by itself, and the connection with the last', async () => {
    const [one, two] = [aLog('a1'), aLog('b1', 'b2')];
    const connection = new Connection({ one: logsOf(one), two: logsOf(two) });
    await eventually(() => {
      assert.deepEqual(connection.textsOf('one'), ['a1']);
      assert.deepEqual(connection.textsOf('two'), ['b1', 'b2']);
    });
    end(one);
    await eventually(() => assert.equal(connection.of('one').at(-1)?.event, 'complete'));
    assert.ok(!connection.of('two').some(({ event }) => event === 'complete'));
    end(two);
    await connection.ended;
    assert.equal(connection.of('two').at(-1)?.event, 'complete');
  });

  it('end one by one where they are wrong, and the others go on', async () => {
    const job = aLog('a1');
    const connection = new Connection({
      right: logsOf(job),
      syntax: { query: 'subscription {' },
      query: { query: '{ viewer { username } }' },
      field: { query: 'subscription { noSuchField }' },
      variable: { query: LOGS },
    });
    await eventually(() => {
      assert.deepEqual(connection.textsOf('right'), ['a1']);
      for (const [id, message] of [
        ['syntax', /Syntax Error/],
        ['query', /must be a subscription; send queries and mutations to \/graphql/],
        ['field', /Cannot query field "noSuchField"/],
        ['variable', /job: is required/],
      ] as const) {
        const [first, last] = connection.of(id);
        assert.match(first?.payload?.errors?.[0]?.message ?? '', message, id);
        assert.ok(first?.payload?.errors?.[0]?.extensions.code, id);
        assert.equal(last?.event, 'complete', id);
      }
    });
    end(job);
    await connection.ended;
  });

  it('free what they hold when the reader goes', async () => {
    const before = await openStreams();
    const connection = new Connection({ one: logsOf(aLog('a1')), two: logsOf(aLog('b1')) });
    await eventually(async () => assert.equal(await openStreams(), before + 2));
    connection.close();
    await eventually(async () => assert.equal(await openStreams(), before));
  });

  const WRONG: [what: string, body: unknown, status: number, field: string][] = [
    ['no JSON', '{', 400, 'body'],
    ['no operations', {}, 400, 'operations'],
    ['a list of operations', { operations: [] }, 400, 'operations'],
    ['none of them', { operations: {} }, 400, 'operations'],
    [
      'too many of them',
      { operations: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`o${n}`, { query: 'x' }])) },
      400,
      'operations',
    ],
    ['an id that is none', { operations: { 'a b': { query: 'x' } } }, 400, 'operations'],
    ['an operation that is a text', { operations: { a: 'x' } }, 400, 'operations.a'],
    ['an operation without a query', { operations: { a: {} } }, 400, 'operations.a.query'],
    ['a field that is not known', { operations: { a: { query: 'x', vars: {} } } }, 400, 'operations.a.vars'],
    [
      'variables that are a list',
      { operations: { a: { query: 'x', variables: [] } } },
      400,
      'operations.a.variables',
    ],
    [
      'a name that is a number',
      { operations: { a: { query: 'x', operationName: 1 } } },
      400,
      'operations.a.operationName',
    ],
  ];
  WRONG.push([
    'variables that are nested too deep',
    `{"operations":{"a":{"query":"x","variables":${'{"b":'.repeat(5_000)}1${'}'.repeat(5_000)}}}}`,
    400,
    'operations.a.variables',
  ]);
  for (const [what, sent, status, field] of WRONG)
    it(`are refused for ${what}`, async () => {
      const { body, status: got } = await client.post('/graphql/live', sent);
      assert.deepEqual([got, (body as { field: string }).field], [status, field]);
    });

  it('need POST, JSON, and a reader of events', async () => {
    assert.equal((await client.send('/graphql/live')).status, 405);
    const form = await client.post('/graphql/live', 'a=1', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    assert.equal(form.status, 415);
    const json = await client.post('/graphql/live', { operations: {} }, { accept: 'application/json' });
    assert.equal(json.status, 406);
  });
});

async function openStreams(): Promise<number> {
  const { body } = await client.as(await platform.issuer.token({ role: 'admin' })).send('/metrics');
  const [, count] = /^berth_graphql_streams\{[^}]*\} (\d+)$/m.exec(String(body)) ?? [];
  assert.ok(count !== undefined, String(body).slice(0, 500));
  return Number(count);
}
