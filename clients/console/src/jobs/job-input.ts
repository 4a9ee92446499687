import type { JobClass, RetriedErrorClass, SubmitJobInput } from '../generated/operations.js';

export interface SubmittedJob {
  readonly name: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly class: JobClass;
  readonly description: string | null;
  readonly envNames: readonly string[];
  readonly gpus: {
    readonly count: number;
    readonly model: string | null;
    readonly memoryGb: number | null;
    readonly device: string | null;
  };
  readonly image: string | null;
  readonly pool: { readonly name: string } | null;
  readonly project: { readonly name: string } | null;
  readonly preemptible: boolean;
  readonly priority: number;
  readonly ramGb: number | null;
  readonly retry: { readonly maxRetries: number; readonly on: readonly RetriedErrorClass[] };
  readonly timeoutMinutes: number;
  readonly vcpus: number | null;
  readonly workingDirectory: string | null;
}

/** What submits the same job again. Values of variables are secret: their names stay, to be filled. */
export const inputOf = (job: SubmittedJob): SubmitJobInput => ({
  name: job.name,
  project: job.project?.name ?? '',
  ...(job.pool && { pool: job.pool.name }),
  command: [...job.command],
  ...(job.args.length > 0 && { args: [...job.args] }),
  gpus: {
    count: job.gpus.count,
    ...(job.gpus.model !== null && { model: job.gpus.model }),
    ...(job.gpus.memoryGb !== null && { memoryGb: job.gpus.memoryGb }),
    ...(job.gpus.device !== null && job.gpus.device !== 'cuda' && { device: job.gpus.device }),
  },
  timeoutMinutes: job.timeoutMinutes,
  priority: job.priority,
  ...(job.class !== 'TRAINING' && { class: job.class }),
  ...(job.preemptible && { preemptible: true }),
  ...(job.image !== null && { image: job.image }),
  ...(job.vcpus !== null && { vcpus: job.vcpus }),
  ...(job.ramGb !== null && { ramGb: job.ramGb }),
  ...(job.workingDirectory !== null && { workingDirectory: job.workingDirectory }),
  ...(job.retry.maxRetries > 0 && { retry: { maxRetries: job.retry.maxRetries, on: [...job.retry.on] } }),
  ...(job.description !== null && { description: job.description }),
  ...(job.envNames.length > 0 && { env: job.envNames.map((name) => ({ name, value: '' })) }),
});
