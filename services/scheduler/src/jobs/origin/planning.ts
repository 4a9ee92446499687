import { defined } from '@berth/kernel/defined';
import type { JobTemplate } from '@berth/contracts/scheduler/template';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Vault } from '@berth/service-host/vault';
import type { Submitter } from '../../facts/project-and-pool.js';
import type { Admissions, SubmitInput } from '../job/admissions.js';
import type { SubmitJob } from '../job/job.js';
import type { ReservationFinder } from '../job/reservation-finder.js';

type Env = SubmitInput['env'];

/** What was admitted, as it is kept until it becomes a job. */
async function templateOf(
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
  const reservation = defined({ reservation: reservationId });
  return { ...asked, ...reservation, name: job.name, project: job.projectId, pool: poolId, env: job.env };
}

/** Stands for an id that there is not yet. */
const PLANNED = '0'.repeat(26);

export interface Planned {
  readonly intent: SubmitJob;
  readonly template: JobTemplate;
}

/** Admits jobs that are to be submitted later, by the rules of now: what can never run is refused at once. */
export class Planning {
  constructor(
    private readonly admissions: Admissions,
    private readonly reservations: ReservationFinder,
    private readonly vault: Vault,
  ) {}

  /** @param gangSize of how many that start together it is one */
  async plan(
    input: SubmitInput,
    identity: Submitter,
    now: string,
    gangSize?: number,
  ): Promise<Result<Planned, Rejection>> {
    const gang = gangSize === undefined ? {} : { gang: { gangId: PLANNED, rank: 0, size: gangSize } };
    const namedReservation = await this.reservations.namedIn(input);
    const request = {
      input,
      identity,
      now,
      jobIdIn: () => PLANNED,
      queueSlotReserved: true,
      namedReservation,
      ...gang,
    };
    await this.admissions.waitForFacts(request);
    const admitted = this.admissions.admit(request);
    if (!admitted.ok) return admitted;
    const { gang: _, ...spec } = admitted.value.spec;
    const intent = { ...admitted.value, spec };
    return ok({ intent, template: await templateOf(intent, input.env, this.vault) });
  }

  /** So many more jobs of the user at once in the pool. */
  room(intent: SubmitJob, jobs: number): Result<null, Rejection> {
    const refusal = this.admissions.fullFor(intent, jobs);
    return refusal ? err(refusal) : ok(null);
  }
}

/** The same refusal, of a field within another. */
export const within = (prefix: string, { field, message, ...rest }: Rejection): Rejection => ({
  ...rest,
  message: field !== undefined && message.startsWith(`${field}:`) ? `${prefix}${message}` : message,
  ...(field === undefined ? {} : { field: `${prefix}${field}` }),
});
