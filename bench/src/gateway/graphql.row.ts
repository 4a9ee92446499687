import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Figure, Row, Setting } from '../figure.js';
import { startBareYoga } from '../load/bare-yoga.js';
import { HttpLoad, LoadSummary } from '../load/http-load.js';
import type { LoadOrder } from '../load/load.messages.js';
import { measureInterleaved } from '../measure/measure-interleaved.js';
import { submitBody, SUBMITTED, statusBody, KNOWN } from '../platform/documents.js';
import { cpuSeconds } from '../platform/processes.js';

/** What clients of a person's tools ask for: all that a list or a page of a job shows. */
const JOB = `id name description state createdAt queuedAt command args envNames workingDirectory image
  gpus { count model memoryGb device deviceUuid } class vcpus ramGb timeoutMinutes priority preemptible
  retry { maxRetries on backoffSeconds maxBackoffSeconds } externalId`;

const wideQuery = JSON.stringify({
  query: `query ($id: ID!) { job(id: $id) { ${JOB} } }`,
  variables: { id: '0'.repeat(26) },
});

const wideSubmission = JSON.stringify({
  query: `mutation ($input: SubmitJobInput!) { submitJob(input: $input) {
    __typename ... on Error { code message } ... on SubmitJobSuccess { job { id state } } } }`,
  variables: {
    input: {
      name: 'train',
      project: 'vision',
      command: ['python3', 'train.py', '--epochs', '10'],
      args: ['--seed', '1'],
      env: [{ name: 'LEARNING_RATE', value: '0.1' }],
      workingDirectory: '/data',
      gpus: { count: 1, memoryGb: 20 },
      class: 'TRAINING',
      vcpus: 4,
      ramGb: 16,
      timeoutMinutes: 60,
      priority: 5,
    },
  },
});

const CONNECTIONS = 64;
/** How much more CPU a request may take than node:http and graphql-js by themselves. */
const TARGET_RATIO = 1.6;

interface Server {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

async function start(program: string): Promise<Server> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)));
  const [{ port, token }] = (await once(child, 'message')) as [{ port: number; token: string }];
  return { process: child, pid: child.pid ?? 0, port, token };
}

/** The gateway's HTTP and GraphQL by themselves: nothing is sent on, answers come from memory. */
async function measure(setting: Setting): Promise<readonly Figure[]> {
  const { quick } = setting;
  const load = new HttpLoad();
  const layer = await start('gateway-layer.process.js');
  const bare = await start('bare-graphql.process.js');
  const yoga = await startBareYoga();
  try {
    const wide = (body: string, expect: string) =>
      cpuOf(load, { layer, bare }, { ...common, bodies: [body], expect }, quick);
    const narrow = (body: string, expect: string) =>
      rateOf(load, layer, yoga.port, { ...common, bodies: [body], expect }, quick);
    setting.say('a job of 30 fields and a submission of 12, in turns with node:http and graphql-js');
    const query = await wide(wideQuery, KNOWN);
    const mutation = await wide(wideSubmission, SUBMITTED);
    setting.say('a short query and submission, in turns with bare Yoga');
    const status = await narrow(statusBody('0'.repeat(26)), KNOWN);
    const submit = await narrow(submitBody('vision'), SUBMITTED);
    return [
      cpuFigure('graphql.query', 'CPU of a query for 30 fields of a job', query),
      cpuFigure('graphql.mutation', 'CPU of a submission with 12 fields', mutation),
      rateFigure('graphql.status', 'a job by its id, answered from memory', status),
      rateFigure('graphql.submit', 'submitJob, answered from memory', submit),
    ];
  } finally {
    load.close();
    yoga.close();
    layer.process.disconnect();
    bare.process.disconnect();
  }
}

const common = { path: '/graphql', connections: CONNECTIONS };

interface Compared {
  readonly own: number;
  readonly floor: number;
  readonly ownP99: number;
  readonly floorP99: number;
}

/** µs of CPU a request. Turns are short: what else runs on the machine is then the same for both. */
async function cpuOf(
  load: HttpLoad,
  servers: { readonly layer: Server; readonly bare: Server },
  order: Omit<LoadOrder, 'port' | 'headers'>,
  quick: boolean,
): Promise<Compared> {
  const summaries = { layer: new LoadSummary(), bare: new LoadSummary() };
  const turn = (name: 'layer' | 'bare') => async (): Promise<number> => {
    const { pid, port, token } = servers[name];
    const before = cpuSeconds(pid);
    const outcome = await load.run({
      ...order,
      port,
      headers: { authorization: `Bearer ${token}` },
      requests: quick ? 1_000 : 10_000,
    });
    summaries[name].add(outcome);
    return ((cpuSeconds(pid) - before) * 1e6) / outcome.requests;
  };
  const onWarm = (): void => Object.values(summaries).forEach((each) => each.forget());
  const cpu = await measureInterleaved(
    { rounds: quick ? 1 : 7, onWarm },
    { layer: turn('layer'), bare: turn('bare') },
  );
  const p99 = (name: 'layer' | 'bare'): number => summaries[name].latencies.at(0.99);
  return { own: cpu.layer, floor: cpu.bare, ownP99: p99('layer'), floorP99: p99('bare') };
}

/** Requests a second. */
async function rateOf(
  load: HttpLoad,
  layer: Server,
  yogaPort: number,
  order: Omit<LoadOrder, 'port' | 'headers'>,
  quick: boolean,
): Promise<Compared> {
  const summaries = { layer: new LoadSummary(), yoga: new LoadSummary() };
  const turn = (name: 'layer' | 'yoga', port: number, headers: LoadOrder['headers']) => async () =>
    summaries[name].add(await load.run({ ...order, port, headers, requests: quick ? 1_000 : 10_000 }));
  const onWarm = (): void => Object.values(summaries).forEach((each) => each.forget());
  const rates = await measureInterleaved(
    { rounds: quick ? 1 : 5, onWarm },
    {
      layer: turn('layer', layer.port, { authorization: `Bearer ${layer.token}` }),
      yoga: turn('yoga', yogaPort, {}),
    },
  );
  const p99 = (name: 'layer' | 'yoga'): number => summaries[name].latencies.at(0.99);
  return { own: rates.layer, floor: rates.yoga, ownP99: p99('layer'), floorP99: p99('yoga') };
}

const cpuFigure = (name: string, what: string, { own, floor, ownP99, floorP99 }: Compared): Figure => ({
  name,
  what,
  unit: 'µs',
  value: own,
  floor,
  floorIs: 'node:http and graphql-js around the same resolvers',
  target: floor * TARGET_RATIO,
  better: 'lower',
  beside: { 'p99, ms': ownP99, 'p99 of the floor, ms': floorP99 },
});

const rateFigure = (name: string, what: string, { own, floor, ownP99, floorP99 }: Compared): Figure => ({
  name,
  what,
  unit: '/s',
  value: own,
  floor,
  floorIs: 'bare Yoga, nothing authenticated or limited',
  better: 'higher',
  beside: { 'p99, ms': ownP99, 'p99 of the floor, ms': floorP99 },
});

export const graphqlRow: Row = {
  name: 'graphql',
  measures: "the gateway's HTTP and GraphQL by themselves",
  run: measure,
};
