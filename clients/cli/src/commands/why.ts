import type { Invocation } from '../invocation.js';
import type { Job } from '../jobs.js';
import { pendingLines, pendingOf } from '../pending.js';
import { resolveId } from '../rest/resolve.js';

export async function run(invocation: Invocation): Promise<void> {
  const { api, output } = invocation;
  const id = await resolveId(invocation, 'job', invocation.arg(0));
  const [job, pending] = await Promise.all([
    api.get<Job>(`/jobs/${encodeURIComponent(id)}`),
    pendingOf(api, id).catch((error: unknown) => {
      if (isNotPending(error)) return undefined;
      throw error;
    }),
  ]);
  if (!output.isForPeople) return output.data(pending ?? null);
  output.line(`${job.name} is ${job.state}${job.message === null ? '' : `: ${job.message}`}`);
  if (pending) for (const line of pendingLines(pending, invocation.flag('utc'))) output.line(`  ${line}`);
}

/** A job that does not wait has no reasons to wait. */
const isNotPending = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'exitCode' in error && error.exitCode === 5;
