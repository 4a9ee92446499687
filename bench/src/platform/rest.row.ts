import { schema } from '@berth/gateway/graphql/schema';
import { ROUTES } from '@berth/gateway/rest/routes';
import { storedOperation } from '@berth/gateway/rest/stored-operation';
import type { Figure, Row, Setting } from '../figure.js';
import { HttpLoad, LoadSummary } from '../load/http-load.js';
import type { LoadOrder } from '../load/load.messages.js';
import { measureInterleaved } from '../measure/measure-interleaved.js';
import { freshToken, holdTheDevice, portOf, startLab } from './bench-lab.js';
import { CpuMeter, perRequest, pidsOf } from './processes.js';
import { KNOWN, statusBody, submitBody, SUBMITTED, SUBMITTED_ID } from './documents.js';

const CONNECTIONS = 64;
const JOBS = 1_000;
/** Of GraphQL's rate for the same selection of fields. */
const TARGET_SHARE = 0.8;

/** The GraphQL document with the fields that a route answers: the same work by the other face. */
function documentOf(method: string, path: string): string {
  const route = ROUTES.find((each) => each.method === method && each.path === path);
  if (!route) throw new Error(`there is no ${method} ${path}`);
  return storedOperation(schema, route).text;
}

async function measure(setting: Setting): Promise<readonly Figure[]> {
  setting.say('starting a platform');
  const bench = await startLab(setting.folder('rest'), { simulateGpus: 1 });
  const load = new HttpLoad();
  try {
    await holdTheDevice(bench);
    const { project } = bench.lab;
    const headers = { authorization: `Bearer ${await freshToken(bench)}` };
    const at = { port: portOf(bench), headers, connections: CONNECTIONS };
    setting.say(`submitting ${JOBS} jobs to ask for`);
    const { collected: ids } = await load.run({
      ...at,
      path: '/graphql',
      bodies: [submitBody(project)],
      requests: JOBS,
      expect: SUBMITTED,
      collect: { pattern: SUBMITTED_ID, most: JOBS },
    });
    const input = {
      name: 'a job',
      project,
      command: ['python3', 'train.py', '--epochs', '10'],
      gpus: { count: 1 },
    };
    const submitDocument = documentOf('POST', '/jobs');
    const statusDocument = documentOf('GET', '/jobs/{id}');
    const graphql = { ...at, path: '/graphql' };
    const rest = { ...at, path: '/api/v1/jobs' };
    setting.say('asking for jobs by REST and by GraphQL, in turns');
    const status = await compare(load, setting, pidsOf(bench.platform), {
      rest: { ...rest, bodies: [], paths: ids.map((id) => `/${id}`), expect: KNOWN },
      same: {
        ...graphql,
        bodies: ids.map((job) => JSON.stringify({ query: statusDocument, variables: { job, id: job } })),
        expect: KNOWN,
      },
      short: { ...graphql, bodies: ids.map(statusBody), expect: KNOWN },
    });
    setting.say('submitting jobs by REST and by GraphQL, in turns');
    const submit = await compare(load, setting, pidsOf(bench.platform), {
      rest: { ...rest, bodies: [JSON.stringify(input)], expect: KNOWN },
      same: {
        ...graphql,
        bodies: [JSON.stringify({ query: submitDocument, variables: { input } })],
        expect: KNOWN,
      },
      short: { ...graphql, bodies: [submitBody(project)], expect: SUBMITTED },
    });
    return [
      figure('rest.status', 'a job by GET /jobs/{id}, whole', status),
      figure('rest.submit', 'POST /jobs, answered with the whole job', submit),
    ];
  } finally {
    load.close();
    await bench.stop();
  }
}

interface Compared {
  readonly rest: number;
  readonly same: number;
  readonly short: number;
  readonly p99: number;
  readonly sameP99: number;
  readonly beside: { readonly [what: string]: number };
}

type Faces = { readonly [face in 'rest' | 'same' | 'short']: LoadOrder };

/** Requests a second, of each. */
async function compare(
  load: HttpLoad,
  { quick }: Setting,
  pids: ReadonlyMap<string, number>,
  faces: Faces,
): Promise<Compared> {
  const summaries = { rest: new LoadSummary(), same: new LoadSummary(), short: new LoadSummary() };
  const meter = new CpuMeter(pids);
  const turn = (face: keyof Faces) => async (): Promise<number> => {
    const order = { ...faces[face], seconds: quick ? 1 : 4 };
    const outcome = await (face === 'rest' ? meter.during(() => load.run(order)) : load.run(order));
    return summaries[face].add(outcome);
  };
  const onWarm = (): void => [...Object.values(summaries), meter].forEach((each) => each.forget());
  const rates = await measureInterleaved(
    { rounds: quick ? 1 : 5, onWarm },
    { rest: turn('rest'), same: turn('same'), short: turn('short') },
  );
  return {
    ...rates,
    p99: summaries.rest.latencies.at(0.99),
    sameP99: summaries.same.latencies.at(0.99),
    beside: perRequest(meter, summaries.rest.latencies.count),
  };
}

const figure = (name: string, what: string, compared: Compared): Figure => ({
  name,
  what: `${what}; ${CONNECTIONS} connections`,
  unit: '/s',
  value: compared.rest,
  floor: compared.same,
  floorIs: 'GraphQL with the same fields, in the same run',
  target: compared.same * TARGET_SHARE,
  better: 'higher',
  beside: {
    'GraphQL with four fields, /s': compared.short,
    'p99, ms': compared.p99,
    "p99 of GraphQL's, ms": compared.sameP99,
    ...compared.beside,
  },
});

export const restRow: Row = {
  name: 'rest',
  measures: 'REST beside GraphQL, for the same fields',
  run: measure,
};
