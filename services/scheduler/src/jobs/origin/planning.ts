import type { JobTemplate } from '@berth/contracts/scheduler/template';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Vault } from '@berth/service-host/vault';
import type { Admissions } from '../job/admissions.js';
import type { ReservationFinder } from '../job/reservation-finder.js';
import type { SubmitJob } from '../job/job.commands.js';
import type { SubmitInput } from '../job/submission.js';
import type { Submitter } from '../../facts/project-and-pool.js';
import { templateOf } from './template.js';

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
