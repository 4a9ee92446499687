import type { JobDocument } from '../../jobs/views/job.view.js';
import { MAX_JOBS, refusal, tooMany } from './lines.js';
import { inOrder, type SimulatedJob, type Workload } from './workload.js';
import { defined } from '@berth/kernel/defined';
import { many } from '@berth/kernel/words';

/**
 * Jobs as they were submitted, with the time that their last run really took. Jobs that never ran, or still do, are
 * left out: their run time is unknown.
 * @throws RejectedError where there are none, or too many
 */
export function recordedWorkload(documents: readonly JobDocument[], from: string, field: string): Workload {
  const jobs = documents.flatMap((document) => jobOf(document, Date.parse(from)) ?? []);
  if (jobs.length === 0) throw refusal(field, 'no job that was submitted in this window has run and ended');
  if (jobs.length > MAX_JOBS) throw tooMany(field);
  const left = documents.length - jobs.length;
  const notes = left > 0 ? [`${many(left, 'job')} that never ran, or had not ended, left out`] : [];
  return { startsAt: from, jobs: inOrder(jobs), notes };
}

function jobOf(document: JobDocument, fromMs: number): SimulatedJob | undefined {
  const { id, userId, projectId, spec, createdAt, grantPriority } = document;
  const last = document.runs.at(-1);
  if (last?.startedAt === undefined || last.endedAt === undefined || document.endedAt === undefined)
    return undefined;
  const { gpus, vcpus, ramGb, gang, priority, preemptible = false } = spec;
  return {
    id,
    user: userId,
    project: projectId,
    submitSeconds: secondsFrom(fromMs, createdAt),
    runSeconds: secondsFrom(Date.parse(last.startedAt), last.endedAt),
    limitSeconds: spec.timeoutMinutes * 60,
    gpus: gpus.device === 'cpu' ? 0 : gpus.count,
    ...defined({ model: gpus.model, memoryGb: gpus.memoryGb, vcpus, ramGb }),
    class: spec.class,
    grantPriority,
    priority,
    preemptible,
    ...defined({ gang }),
  };
}

/** Never negative: clocks may have stepped. */
const secondsFrom = (fromMs: number, instant: string): number =>
  Math.max(0, Date.parse(instant) - fromMs) / 1000;
