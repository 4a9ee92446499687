import { Refused } from './api.mjs';
import { note, until } from './run-step.mjs';

/** A training of seconds; a busy machine may take minutes. */
const JOB_TIMEOUT_MS = 300_000;
const STATES = { queued: 'queued', placed: 'placed', runStarted: 'running' };
const SHOWN_METRICS = ['train_loss', 'val_loss', 'val_acc', 'learning_rate'];
const ENDS = ['succeeded', 'failed', 'cancelled', 'timedOut', 'rejected'];

/** Takes a device where the pool has one, and says why the job does not start yet. */
export async function submit(api, { pool, project, command }) {
  const hasDevice = pool.hosts.some(({ devices }) => devices.some(({ state }) => state === 'AVAILABLE'));
  const input = {
    name: 'train-digits',
    project: project.id,
    pool: pool.id,
    command,
    description: 'Learns to read handwritten digits',
    gpus: { count: hasDevice ? 1 : 0 },
    timeoutMinutes: 30,
  };
  const { job } = await until('the grant to reach the scheduler', async () => {
    try {
      return await api.do('submitJob', input, 'job { id state pending { reasons { code message } } }');
    } catch (error) {
      // services receive each other's events a moment later
      if (error instanceof Refused && ['NOT_FOUND', 'FORBIDDEN'].includes(error.code)) return undefined;
      throw error;
    }
  });
  const lines = job.pending?.reasons.map(({ code, message }) => `pending: ${code}, ${message}`);
  return { did: `the training job is submitted; it is ${job.state}`, result: job, lines };
}

export async function approve({ api, user }, job) {
  const { job: approved } = await api.do(
    'approveJob',
    { jobId: job.id, reason: 'for the demonstration' },
    'job { state }',
  );
  return { did: `${user.username} approves the job; it is ${approved.state}` };
}

/** Prints states, metrics and the last lines of the job as they come in over SSE; resolves when it has succeeded. */
export async function follow(api, job) {
  const signal = AbortSignal.timeout(JOB_TIMEOUT_MS);
  const [end, metrics, lines] = await Promise.all([
    followStates(api, job, signal),
    followMetrics(api, job, signal),
    followLogs(api, job, signal),
  ]).catch((error) => {
    if (signal.aborted)
      throw new Error(`timed out: the job has not ended after ${JOB_TIMEOUT_MS / 60_000} minutes`);
    throw error;
  });
  if (end.state !== 'succeeded')
    throw new Error(`the job ended in state ${end.state}: ${end.message ?? lines.at(-1)}`);
  const { val_acc: accuracy } = metrics.at(-1) ?? {};
  if (accuracy === undefined) throw new Error('the job printed no metrics');
  return {
    did: `the job succeeded; its model recognises ${(100 * accuracy).toFixed(1)} % of unseen digits`,
  };
}

async function followStates(api, job, signal) {
  const query = `subscription ($job: ID!) { jobEvents(job: $job) { type job { state message runs { host { name }
    devices { model uuid } } } } }`;
  for await (const { jobEvents } of api.follow(query, { job: job.id }, signal)) {
    const [, , name] = jobEvents.type.split('.');
    const { host, devices = [] } = jobEvents.job.runs.at(-1) ?? {};
    const where =
      name === 'placed' && host ? ` on ${host.name}${devices.map(({ model }) => `, ${model}`).join('')}` : '';
    if (STATES[name]) note(`state    ${STATES[name]}${where}`);
    if (ENDS.includes(name)) return { state: name, message: jobEvents.job.message };
  }
  throw new Error('the events of the job ended before the job did');
}

async function followMetrics(api, job, signal) {
  const points = [];
  const query = 'subscription ($job: ID!) { jobMetrics(job: $job) { points { values } } }';
  for await (const { jobMetrics } of api.follow(query, { job: job.id }, signal)) {
    for (const { values } of jobMetrics.points) {
      points.push(values);
      const shown = SHOWN_METRICS.filter((name) => name in values).map((name) => `${name} ${values[name]}`);
      note(`metrics  epoch ${values.epoch}  ${shown.join('  ')}`);
    }
  }
  return points;
}

async function followLogs(api, job, signal) {
  const lines = [];
  const query = 'subscription ($job: ID!) { jobLogs(job: $job) { lines { text } } }';
  for await (const { jobLogs } of api.follow(query, { job: job.id }, signal)) {
    for (const { text } of jobLogs.lines) {
      lines.push(text);
      const message = messageIn(text);
      if (message) note(`output   ${message}`);
    }
  }
  return lines;
}

/** The text of a line; nothing where it is metrics, which come by a subscription of their own. */
function messageIn(line) {
  try {
    return JSON.parse(line).message;
  } catch {
    return line;
  }
}
