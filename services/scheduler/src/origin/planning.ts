import type { JobTemplate } from '@berth/contracts/scheduler/template';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Vault } from '@berth/service-host/vault';
import type { Admissions } from '../job/admissions.js';
import type { BookingFinder } from '../job/booking-finder.js';
import type { SubmitJob } from '../job/job.commands.js';
import type { SubmitInput, Submitter } from '../job/submission.js';
import { templateOf } from './template.js';

export interface Planned {
  readonly intent: SubmitJob;
  readonly template: JobTemplate;
}

/** Admits jobs that are to be submitted later, by the rules of now: what can never run is said at once. */
export class Planning {
  constructor(
    private readonly admissions: Admissions,
    private readonly bookings: BookingFinder,
    private readonly vault: Vault,
  ) {}

  async plan(input: SubmitInput, identity: Submitter, now: string): Promise<Result<Planned, Rejection>> {
    const booking = await this.bookings.namedIn(input);
    const request = { input, identity, now, jobIdIn: () => '', placeKept: true, booking };
    await this.admissions.settle(request);
    const admitted = this.admissions.admit(request);
    if (!admitted.ok) return admitted;
    return ok({ intent: admitted.value, template: await templateOf(admitted.value, input.env, this.vault) });
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
