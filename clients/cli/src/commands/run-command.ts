import { EXIT } from '../exit-codes.js';
import { interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import { exitCodeOfJob, untilEnded, type Job } from '../jobs.js';
import { linesFollowed } from '../log-lines.js';
import { plainId } from '../output/view.js';
import { pendingLine, pendingOf } from '../pending.js';
import { submissionOf } from '../submission.js';
import { formatDuration } from '../time/duration.js';
import { RETRY_MS, showLine } from './logs.js';

const WAITING = new Set(['SUBMITTED', 'AWAITING_APPROVAL', 'APPROVED', 'QUEUED']);
/** The output of a job comes to its end a little after the job. */
const AFTER_END_MS = 5_000;

export async function run(invocation: Invocation): Promise<number> {
  const { api, output } = invocation;
  const submitted = await api.post<Job>('/jobs', await submissionOf(invocation));
  const id = plainId(submitted.id);
  invocation.state.rememberJob(invocation.around.cwd, id);
  output.say(`job ${id} (${submitted.name})`);
  const detached = interruption();
  const done = new AbortController();
  const logs = showLogs(invocation, id, AbortSignal.any([detached.signal, done.signal]));
  let told = '';
  const job = await untilEnded(api, id, detached.signal, async (seen) => {
    const line = await progressLine(invocation, id, seen);
    if (line !== told && line !== '') output.say(line);
    told = line || told;
  });
  if (!job) {
    await logs;
    output.warn(`detached; the job goes on\n  berth logs -f ${id}\n  berth cancel ${id}`);
    return EXIT.detached;
  }
  const late = setTimeout(() => done.abort(), AFTER_END_MS);
  await logs;
  clearTimeout(late);
  detached.stop();
  output.say(await summary(invocation, job));
  return exitCodeOfJob(job);
}

async function showLogs(invocation: Invocation, id: string, signal: AbortSignal): Promise<void> {
  const options = { signal, retryMs: RETRY_MS, say: (text: string) => invocation.output.say(text) };
  for await (const line of linesFollowed(invocation.api, id, options)) showLine(invocation, line);
}

async function progressLine(invocation: Invocation, id: string, job: Job): Promise<string> {
  if (WAITING.has(job.state)) {
    const pending = await pendingOf(invocation.api, id).catch(() => undefined);
    return pending ? pendingLine(pending, invocation.flag('utc')) : '';
  }
  const host = job.runs.at(-1)?.host?.name;
  return job.state === 'RUNNING' ? `running on ${host ?? 'a host'}, run ${job.runs.length}` : '';
}

async function summary({ api }: Invocation, job: Job): Promise<string> {
  const parts = [job.state === 'SUCCEEDED' ? 'succeeded' : job.state.toLowerCase().replace('_', ' ')];
  if (job.startedAt !== null && job.endedAt !== null)
    parts.push(`after ${formatDuration(Date.parse(job.endedAt) - Date.parse(job.startedAt))}`);
  if (job.message !== null && job.state !== 'SUCCEEDED') parts.push(job.message);
  const cost = await costOf(api, job.id).catch(() => undefined);
  if (cost !== undefined) parts.push(cost);
  return parts.join(', ');
}

/** Billing may be a moment behind; then nothing is said. */
async function costOf(api: Invocation['api'], id: string): Promise<string | undefined> {
  const { items, totalMicros, currency } = await api.get<{
    items: readonly { to: string | null }[];
    totalMicros: number;
    currency: string;
  }>('/charges', { job: id, limit: 1 });
  const isFinal = items.length > 0 && items.every(({ to }) => to !== null);
  return isFinal ? `${(totalMicros / 1e6).toFixed(2)} ${currency}` : undefined;
}
