import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { RpcRequest } from '@berth/bus/rpc-messages';
import { cancelJob, jobQuery, submitJob } from '@berth/contracts/scheduler/operations';
import type { RejectionCode } from '@berth/kernel/rejection';
import { reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { aJob } from '../testing/fixtures.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const SUBMIT = `mutation ($input: SubmitJobInput!) {
  submitJob(input: $input) {
    __typename
    ... on SubmitJobSuccess { job { id state } }
    ... on Error { code message field details }
  }
}`;
const JOB = 'query ($id: ID!) { job(id: $id) { name } }';
const input = { name: 'train', project: 'vision', command: ['node', 'train.js'] };
const id = aJob().id;
const POSITION = '00000000000000000042';

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
let requests: RpcRequest[] = [];

beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token());
  answerAll();
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

function answerAll(): void {
  requests = [];
  const note = (request: RpcRequest) => requests.push(request);
  platform.answer(submitJob, (_input, request) => (note(request), aJob()), POSITION);
  platform.answer(cancelJob, (_input, request) => (note(request), aJob()), POSITION);
  platform.answer(jobQuery, (_input, request) => (note(request), aJob()));
}

describe('idempotency', () => {
  it('makes a key of the header and the place in the answer', async () => {
    answerAll();
    const twice = `mutation ($input: SubmitJobInput!) {
      a: submitJob(input: $input) { __typename } b: submitJob(input: $input) { __typename }
    }`;
    for (let time = 0; time < 2; time += 1) {
      await client.data(twice, { input }, { 'idempotency-key': 'night-run-7' });
    }
    const keys = requests.map(({ idempotencyKey }) => idempotencyKey);
    assert.deepEqual(keys, ['night-run-7:a', 'night-run-7:b', 'night-run-7:a', 'night-run-7:b']);
  });

  it('leaves it to the service to make a key where there is none', async () => {
    answerAll();
    await client.data(SUBMIT, { input });
    assert.deepEqual(
      requests.map(({ idempotencyKey }) => idempotencyKey),
      [undefined],
    );
  });

  for (const key of ['x'.repeat(201), 'with space']) {
    it(`refuses a key that is none: ${key.slice(0, 12)}`, async () => {
      const { status, body } = await client.ask(SUBMIT, { input }, { 'idempotency-key': key });
      assert.equal(status, 400);
      assert.equal(body.field, 'Idempotency-Key');
    });
  }
});

describe('reading what was written', () => {
  it('waits within an operation for what it has written', async () => {
    answerAll();
    const query = `mutation ($id: ID!) {
      cancelJob(input: { jobId: $id }) { ... on CancelJobSuccess { job { pending { position } } } }
    }`;
    await client.ask(query, { id });
    assert.equal(requests.length, 1);
  });

  it('tells the client how far it has written, by header and cookie', async () => {
    answerAll();
    const { headers } = await client.ask(SUBMIT, { input });
    assert.equal(headers.get('berth-after'), `scheduler=${POSITION}`);
    assert.match(headers.get('set-cookie') ?? '', /^berth-after=scheduler=0+42; .*HttpOnly; SameSite=Lax$/);
    assert.equal((await client.ask(JOB, { id })).headers.get('berth-after'), null);
  });

  for (const [how, headers] of [
    ['header', { 'berth-after': `scheduler=${POSITION},auth=00000000000000000007` }],
    ['cookie', { cookie: `theme=dark; berth-after=scheduler=${POSITION}` }],
  ] as const) {
    it(`waits for what the client has written before, by ${how}`, async () => {
      answerAll();
      await client.data(JOB, { id }, headers);
      assert.equal(requests[0]?.after, POSITION);
    });
  }

  it('passes over what is no position', async () => {
    answerAll();
    for (const value of ['nonsense', 'scheduler=12', 'mars=00000000000000000001', '=', ',,,']) {
      await client.data(JOB, { id }, { 'berth-after': value });
    }
    assert.deepEqual(new Set(requests.map((request) => request.after)), new Set([undefined]));
  });
});

describe('traces', () => {
  const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it("go on in the services, under a span of the gateway's own", async () => {
    answerAll();
    const { headers } = await client.ask(JOB, { id }, { traceparent: parent, 'x-correlation-id': 'run-7' });
    const [request] = requests;
    assert.match(request?.traceparent ?? '', /^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
    assert.notEqual(request?.traceparent, parent);
    assert.equal(headers.get('traceparent'), request?.traceparent);
    assert.equal(request?.correlationId, 'run-7');
  });

  it('begin with the gateway where the caller has none', async () => {
    answerAll();
    await client.data(JOB, { id }, { traceparent: 'nonsense' });
    await client.data(JOB, { id });
    const traces = requests.map(({ traceparent }) => traceparent?.split('-')[1] ?? '');
    for (const trace of traces) assert.match(trace, /^[0-9a-f]{32}$/);
    assert.equal(new Set(traces).size, 2);
    assert.deepEqual(
      requests.map(({ correlationId }) => correlationId),
      traces,
    );
  });
});

const REFUSALS: { readonly [code in RejectionCode]: string } = {
  VALIDATION_FAILED: 'ValidationFailed',
  UNAUTHENTICATED: 'Unauthenticated',
  FORBIDDEN: 'Forbidden',
  NOT_FOUND: 'NotFound',
  ALREADY_EXISTS: 'AlreadyExists',
  INVALID_STATE: 'InvalidState',
  IDEMPOTENCY_KEY_REUSED: 'IdempotencyKeyReused',
  QUOTA_EXCEEDED: 'QuotaExceeded',
  QUEUE_FULL: 'QueueFull',
  CAN_NEVER_RUN: 'CanNeverRun',
  RESERVATION_CONFLICT: 'ReservationConflict',
  RATE_LIMITED: 'RateLimited',
  VIEW_BEHIND: 'Unavailable',
  UNAVAILABLE: 'Unavailable',
};

describe('refusals', () => {
  for (const [code, type] of Object.entries(REFUSALS) as [RejectionCode, string][]) {
    it(`of a mutation are members of its union: ${code} is ${type}`, async () => {
      platform.refuse(submitJob, reject(code, 'because', 'gpus.count', { limit: 8 }));
      const { submitJob: result } = await client.data(SUBMIT, { input });
      assert.deepEqual(result, {
        __typename: type,
        code,
        message: 'because',
        field: code === 'IDEMPOTENCY_KEY_REUSED' ? 'Idempotency-Key' : 'input.gpus.count',
        details: { limit: 8 },
      });
    });

    it(`of a query are errors with a code: ${code}`, async () => {
      platform.refuse(jobQuery, reject(code, 'because', 'jobId'));
      const { body } = await client.ask(JOB, { id });
      assert.deepEqual(body.data, { job: null });
      assert.deepEqual(body.errors[0].extensions, { code, field: 'jobId' });
    });
  }

  it('of nobody are those of somebody who should log in', async () => {
    answerAll();
    const { body } = await new TestClient(gateway).ask(SUBMIT, { input });
    assert.equal(body.data.submitJob.__typename, 'Unauthenticated');
    assert.equal(requests.length, 0);
  });
});

describe('what goes wrong inside', () => {
  it('is masked, with a trace id', async () => {
    platform.answer(jobQuery, () => ({ ...aJob(), state: 'nonsense /etc/secret' }) as never);
    const { body, headers } = await client.ask('query ($id: ID!) { job(id: $id) { name state } }', { id });
    const [error] = body.errors;
    assert.equal(JSON.stringify(body).includes('secret'), false);
    assert.equal(error.message, 'internal error');
    assert.deepEqual(error.path, ['job', 'state']);
    assert.equal(error.extensions.code, 'INTERNAL');
    assert.equal(error.extensions.traceId, headers.get('traceparent')?.split('-')[1]);
  });

  it('is what a service says of itself: no more than a trace id', async () => {
    platform.answer(jobQuery, () => {
      throw new Error('secret path');
    });
    const { body } = await client.ask(JOB, { id });
    assert.equal(body.errors[0].extensions.code, 'UNAVAILABLE');
    assert.match(body.errors[0].extensions.details.traceId, /^[0-9a-f]{32}$/);
    assert.equal(JSON.stringify(body).includes('secret'), false);
  });
});
