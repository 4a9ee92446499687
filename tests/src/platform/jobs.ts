import { eventually } from '@berth/testing/eventually';
import type { Api } from './api.js';
import { nodesOf, type Lab, type Nodes } from './lab.js';

export interface JobSeen {
  readonly id: string;
  readonly state: string;
  readonly message: string | null;
  readonly pending: {
    readonly position: number | null;
    readonly reasons: readonly { readonly code: string; readonly kind: string; readonly message: string }[];
  } | null;
  readonly runs: readonly {
    readonly number: number;
    readonly state: string;
    readonly outcome: string | null;
    readonly message: string | null;
  }[];
}

const JOB =
  'id state message pending { position reasons { code kind message } } runs { number state outcome message }';
const ENDS = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT', 'REJECTED'];

export async function submit(lab: Lab, input: object, api: Api = lab.ada.api): Promise<string> {
  const { job } = await api.do<{ job: { id: string } }>(
    'submitJob',
    { name: 'a job', project: lab.project, ...input },
    'job { id }',
  );
  return job.id;
}

/** A job that runs the text as a script of Node, on the CPU. */
export const script = (
  code: string,
  ...args: readonly string[]
): { readonly command: readonly string[] } => ({
  command: [process.execPath, '--input-type=module', '-e', code, ...args],
});

export async function jobOf(api: Api, id: string): Promise<JobSeen> {
  const { job } = await api.ask<{ job: JobSeen | null }>(`query ($id: ID!) { job(id: $id) { ${JOB} } }`, {
    id,
  });
  if (!job) throw new Error(`there is no job ${id}`);
  return job;
}

/** @throws at once when the job ends in another state */
export async function untilState(
  api: Api,
  id: string,
  states: readonly string[],
  timeoutMs = 60_000,
): Promise<JobSeen> {
  let last: JobSeen | undefined;
  await eventually(
    async () => {
      last = await jobOf(api, id);
      const isOver = ENDS.includes(last.state) || states.includes(last.state);
      if (!isOver) throw new Error(`the job is still ${JSON.stringify(last)}`);
    },
    { timeoutMs, everyMs: 50 },
  );
  if (last && states.includes(last.state)) return last;
  throw new Error(`the job ended otherwise: ${JSON.stringify(last)}`);
}

/** All lines of a job that a follower gets from the beginning to the end of its output. */
export async function linesOf(api: Api, id: string, timeoutMs = 60_000): Promise<readonly string[]> {
  const lines: string[] = [];
  const stream = api.follow<{ jobLogs: { lines: readonly { text: string }[] } }>(
    'subscription ($id: ID!) { jobLogs(job: $id) { lines { text } } }',
    { id },
    AbortSignal.timeout(timeoutMs),
  );
  for await (const { jobLogs } of stream) lines.push(...jobLogs.lines.map(({ text }) => text));
  return lines;
}

type Point = { readonly [name: string]: number };

export async function metricsOf(api: Api, id: string, timeoutMs = 60_000): Promise<readonly Point[]> {
  const points: Point[] = [];
  const stream = api.follow<{ jobMetrics: { points: readonly { values: Point }[] } }>(
    'subscription ($id: ID!) { jobMetrics(job: $id) { points { values } } }',
    { id },
    AbortSignal.timeout(timeoutMs),
  );
  for await (const { jobMetrics } of stream) points.push(...jobMetrics.points.map(({ values }) => values));
  return points;
}

export interface ChargeSeen {
  readonly to: string | null;
  readonly seconds: number;
  readonly amountMicros: number;
}

export async function chargesOf(api: Api, id: string): Promise<readonly ChargeSeen[]> {
  const { charges } = await api.ask<{ charges: Nodes<ChargeSeen> }>(
    'query ($id: ID!) { charges(job: $id) { edges { node { to seconds amountMicros } } } }',
    { id },
  );
  return nodesOf(charges);
}

interface Recorded {
  readonly type: string;
  readonly recordedAt: string;
  readonly actor: { readonly kind: string; readonly user: { readonly username: string } | null };
}

/** Each event with `who` decided: a user name, or the kind of an actor that is no user. */
export async function historyOf(api: Api, id: string): Promise<readonly (Recorded & { who: string })[]> {
  const { history } = await api.ask<{ history: Nodes<Recorded> }>(
    `query ($id: ID!) { history(id: $id, first: 200) { edges { node {
       type recordedAt actor { kind user { username } } } } } }`,
    { id },
  );
  return nodesOf(history).map((event) => ({ ...event, who: event.actor.user?.username ?? event.actor.kind }));
}
