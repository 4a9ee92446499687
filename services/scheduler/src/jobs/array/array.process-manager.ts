import type { ArrayEvent } from '@berth/contracts/scheduler/array';
import type { JobEvent } from '@berth/contracts/scheduler/events';
import { readAs, type RecordedEvent } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import { reject, RejectedError, type Rejection } from '@berth/kernel/rejection';
import type { Aggregates } from '@berth/service-host/aggregates';
import { causedBy } from '@berth/service-host/command-meta';
import { orReject } from '@berth/service-host/operation';
import type { ProcessManager } from '@berth/service-host/process-manager';
import { WHY_UNREADABLE, type Vault } from '@berth/service-host/vault';
import type { Job, JobCommand } from '../job/job.js';
import type { JobEnd } from '../origin/job-ended.process-manager.js';
import type { DelegatedSubmissions } from '../origin/delegated-submissions.js';
import { arrayStream, jobStream } from '../../streams.js';
import type { ArrayCommand, ExistingArray, JobArray } from './array.js';
import { memberJobId } from './array.decider.js';

const NAME = 'arrays';
/** Members that are submitted side by side, to share commits. */
const AT_ONCE = 64;

export interface ArrayProcessManagerParts {
  readonly arrays: Aggregates<JobArray, ArrayCommand, ArrayEvent>;
  readonly jobs: Aggregates<Job, JobCommand, JobEvent>;
  readonly delegated: DelegatedSubmissions;
  readonly vault: Vault;
  readonly clock: Clock;
}

type Parameters = readonly { readonly [name: string]: string }[];
type ReadParameters = { readonly parameters?: Parameters } | { readonly unreadable: Rejection };

/** Makes jobs of the members that are let in, in the order of their indexes, and ends those of a cancelled array. */
export class ArrayProcessManager {
  constructor(private readonly parts: ArrayProcessManagerParts) {}

  readonly processManager: ProcessManager = {
    name: 'follow-arrays',
    startsAt: 'beginning',
    types: [
      'scheduler.array.submitted.v1',
      'scheduler.array.memberEnded.v1',
      'scheduler.array.cancelRequested.v1',
    ],
    handle: async (event) => {
      const { type, data } = readAs<ArrayEvent>(event);
      const array = await this.#load(data.arrayId);
      if (type === 'scheduler.array.cancelRequested.v1') return this.#cancelAll(array, event);
      if (type === 'scheduler.array.submitted.v1') return this.#submitFrom(array, event);
      if (type === 'scheduler.array.memberEnded.v1' && data.next !== undefined)
        await this.#submitSome(array, [data.next], event);
    },
  };

  async jobEnded(
    { id, index }: { readonly id: string; readonly index: number },
    { outcome, endedAt }: JobEnd,
    cause: RecordedEvent,
  ): Promise<void> {
    await this.#end(id, index, outcome, endedAt, cause);
  }

  /** The members that an array starts with: its open members, less those that have ended since. */
  async #submitFrom(array: ExistingArray, cause: RecordedEvent): Promise<void> {
    let now = array;
    for (let first = 0; first < array.released && !now.halted; first += AT_ONCE) {
      const last = Math.min(first + AT_ONCE, array.released);
      const indexes = Array.from({ length: last - first }, (_, index) => first + index);
      await this.#submitSome(now, indexes, cause);
      now = await this.#load(array.facts.arrayId);
    }
  }

  /** A refusal concerns all members that are not jobs yet: they ask for the same. */
  async #submitSome(array: ExistingArray, indexes: readonly number[], cause: RecordedEvent): Promise<void> {
    if (array.halted) return;
    const { arrayId, job } = array.facts;
    const open = indexes.filter((index) => array.open.has(String(index)));
    const parameters = await this.#parametersOf(array);
    const refusals = await Promise.all(open.map((index) => this.#submitOne(array, index, parameters, cause)));
    const passing = refusals.find((refusal) => refusal?.code === 'UNAVAILABLE');
    if (passing) throw new RejectedError(passing);
    const refused = open.filter((_, at) => refusals[at] !== undefined);
    const [first] = refusals.filter((refusal) => refusal !== undefined);
    if (!first) return;
    const now = this.parts.clock.now();
    const from = Math.max(...indexes) + 1;
    const { code, message } = first;
    const meta = causedBy(NAME, cause, 'scheduler.array.refuse.v1', now, job.poolId);
    const command = { type: 'refuse', indexes: refused, from, code, message, now } as const;
    orReject(await this.parts.arrays.execute(arrayStream(arrayId), command, meta));
  }

  async #submitOne(
    { facts }: ExistingArray,
    index: number,
    read: ReadParameters,
    cause: RecordedEvent,
  ): Promise<Rejection | undefined> {
    const { arrayId, projectId, userId, name, job, size, gang } = facts;
    const submitted = await this.parts.delegated.submit({
      jobId: memberJobId(arrayId, index),
      userId,
      projectId,
      name: `${name}[${index}]`,
      template: job,
      env: {
        ...('parameters' in read ? read.parameters?.[index] : {}),
        BERTH_ARRAY_ID: arrayId,
        BERTH_ARRAY_INDEX: String(index),
        BERTH_ARRAY_SIZE: String(size),
      },
      ...('unreadable' in read ? { unreadable: read.unreadable } : {}),
      origin: { kind: 'array', id: arrayId, index },
      queueSlotReserved: true,
      meta: causedBy(NAME, cause, 'scheduler.job.submit.v1', this.parts.clock.now(), String(index)),
      ...(gang ? { gang: { gangId: arrayId, rank: index, size } } : {}),
    });
    return submitted.ok ? undefined : submitted.error;
  }

  async #cancelAll({ open, facts }: ExistingArray, cause: RecordedEvent): Promise<void> {
    const indexes = [...open.entries()].map(([key]) => Number(key));
    for (let first = 0; first < indexes.length; first += AT_ONCE)
      await Promise.all(
        indexes.slice(first, first + AT_ONCE).map((index) => this.#cancelOne(facts.arrayId, index, cause)),
      );
  }

  async #cancelOne(arrayId: string, index: number, cause: RecordedEvent): Promise<void> {
    const now = this.parts.clock.now();
    const meta = causedBy(NAME, cause, 'scheduler.job.cancel.v1', now, String(index));
    const cancel = { type: 'cancel', reason: 'its array was cancelled', now } as const;
    const cancelled = await this.parts.jobs.execute(jobStream(memberJobId(arrayId, index)), cancel, meta);
    if (cancelled.ok || cancelled.error.code === 'INVALID_STATE') return;
    if (cancelled.error.code !== 'NOT_FOUND') throw new RejectedError(cancelled.error);
    await this.#end(arrayId, index, 'cancelled', now, cause);
  }

  async #end(
    arrayId: string,
    index: number,
    outcome: JobEnd['outcome'],
    endedAt: string,
    cause: RecordedEvent,
  ): Promise<void> {
    const now = this.parts.clock.now();
    const meta = causedBy(NAME, cause, 'scheduler.array.endMember.v1', now, String(index));
    const command = { type: 'endMember', index, outcome, endedAt, now } as const;
    orReject(await this.parts.arrays.execute(arrayStream(arrayId), command, meta));
  }

  async #parametersOf({ facts }: ExistingArray): Promise<ReadParameters> {
    if (facts.parameters === undefined) return {};
    const opened = await this.parts.vault.tryOpen(facts.parameters);
    if ('value' in opened) return { parameters: opened.value as unknown as Parameters };
    const why = WHY_UNREADABLE[opened.unreadable];
    return { unreadable: reject('INVALID_STATE', `parameters: cannot be read: ${why}`, 'parameters') };
  }

  async #load(arrayId: string): Promise<ExistingArray> {
    const { state } = await this.parts.arrays.load(arrayStream(arrayId), { fresh: true });
    if (state.status === 'none') throw new Error(`array ${arrayId} has events but no beginning`);
    return state;
  }
}
