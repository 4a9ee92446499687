import type { JobTemplate } from '@berth/contracts/scheduler/template';
import type { Vault } from '@berth/service-host/vault';
import type { SubmitJob } from '../job/job.commands.js';
import type { SubmitInput } from '../job/submission.js';

type Env = SubmitInput['env'];

/** What was admitted, as it is kept until it becomes a job. */
export async function templateOf(
  { poolId, projectId, spec }: Pick<SubmitJob, 'poolId' | 'projectId' | 'spec'>,
  env: Env,
  vault: Vault,
): Promise<JobTemplate> {
  const template = { poolId, spec };
  if (spec.envNames.length === 0) return template;
  return { ...template, env: await vault.seal(`project:${projectId}`, env) };
}

/** The submission that a template stands for: the other way round from `specOf`, member by member. */
export function inputOf(
  { poolId, spec }: JobTemplate,
  job: { readonly name: string; readonly projectId: string; readonly env: Env },
): SubmitInput {
  const { envNames: _, gang: __, reservationId, ...asked } = spec;
  const reservation = reservationId === undefined ? {} : { reservation: reservationId };
  return { ...asked, ...reservation, name: job.name, project: job.projectId, pool: poolId, env: job.env };
}
