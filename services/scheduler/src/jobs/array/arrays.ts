import type { InputOf } from '@berth/contracts/define';
import type { ArrayEvent, ArrayView, cancelArray, SubmitArrayInput } from '@berth/contracts/scheduler/array';
import { type EventStore, readAs } from '@berth/event-store';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import type { Rejection } from '@berth/kernel/rejection';
import { ok, type Result } from '@berth/kernel/result';
import type { Aggregates, Executed } from '@berth/service-host/aggregates';
import type { Reply, UserCall } from '@berth/service-host/operation';
import type { Vault } from '@berth/service-host/vault';
import type { Facts } from '../../facts/facts.js';
import { findProjects } from '../../facts/project-and-pool.js';
import { mustControl } from '../../facts/control.js';
import type { Planned, Planning } from '../origin/planning.js';
import type { WaitingCounts } from '../../queue/waiting/waiting-counts.js';
import { arrayStream } from '../../streams.js';
import { type ArrayCommand, type SubmitArray, firstOf, type JobArray } from './array.js';
import { memberJobId } from './array.decider.js';
import type { ArrayQueries } from './array.queries.js';
import { evolveArrayDocument, type ArrayDocument } from './array.view.js';

type SubmitCall = UserCall<SubmitArrayInput>;
type Outcome = Result<Executed<JobArray, ArrayEvent>, Rejection>;

export interface ArraysParts {
  readonly arrays: Aggregates<JobArray, ArrayCommand, ArrayEvent>;
  readonly store: EventStore;
  readonly planning: Planning;
  readonly waiting: WaitingCounts;
  readonly facts: Facts;
  readonly queries: ArrayQueries;
  readonly vault: Vault;
}

/** What people do with arrays. */
export class Arrays {
  constructor(private readonly parts: ArraysParts) {}

  async submit(call: SubmitCall): Reply<ArrayView> {
    const { input, meta } = call;
    const outcome = await this.#carryOut(call);
    if (outcome.ok) return this.#answer(outcome.value);
    // What was taken in before is answered as then, though it might not be taken in now: the queue may be full with it.
    for (const { projectId } of findProjects(this.parts.facts, input.project)) {
      const arrayId = arrayIdOf(meta.commandId, projectId, input.externalId);
      const before = await this.parts.arrays.earlier(arrayStream(arrayId), meta);
      if (before) return before.ok ? this.#answer(before.value) : before;
    }
    return outcome;
  }

  async cancel({ input, identity, meta }: UserCall<InputOf<typeof cancelArray>>): Reply<ArrayView> {
    const { arrays, facts } = this.parts;
    const { state } = await arrays.load(arrayStream(input.arrayId));
    mustControl(facts, identity, state.status === 'none' ? undefined : state.facts, 'array');
    const why = defined({ reason: input.reason });
    const command = { type: 'cancel', now: meta.now, ...why } as const;
    const outcome = await arrays.execute(arrayStream(input.arrayId), command, meta);
    return outcome.ok ? this.#answer(outcome.value) : outcome;
  }

  /** The queue must have capacity for all its first members, and reserves it from then on. */
  async #carryOut({ input, identity, meta }: SubmitCall): Promise<Outcome> {
    const { count, parameters, maxParallel, gang, ...job } = input;
    const size = parameters?.length ?? count ?? 0;
    const planned = await this.parts.planning.plan(job, identity, meta.now, gang ? size : undefined);
    if (!planned.ok) return planned;
    const { intent, template } = planned.value;
    const { projectId, userId } = intent;
    const sealed =
      parameters === undefined
        ? {}
        : { parameters: await this.parts.vault.seal(`project:${projectId}`, parameters) };
    const array: Omit<SubmitArray, 'type' | 'now'> = {
      arrayId: arrayIdOf(meta.commandId, projectId, input.externalId),
      projectId,
      userId,
      name: input.name,
      job: template,
      size,
      gang,
      ...sealed,
      ...defined({ externalId: input.externalId, maxParallel }),
    };
    return this.#record(intent, { type: 'submit', ...array, now: meta.now }, meta);
  }

  async #record(intent: Planned['intent'], command: SubmitArray, meta: SubmitCall['meta']): Promise<Outcome> {
    const { arrays, planning, waiting } = this.parts;
    const jobIds = Array.from({ length: firstOf(command) }, (_, index) =>
      memberJobId(command.arrayId, index),
    );
    const room = planning.room(intent, jobIds.length);
    if (!room.ok) return room;
    const kept = jobIds.filter((jobId) => !waiting.has(jobId));
    for (const jobId of kept) waiting.add(jobId, intent.userId, intent.poolId);
    let recorded = false;
    try {
      const outcome = await arrays.execute(arrayStream(command.arrayId), command, meta, { expectNew: true });
      recorded = outcome.ok && !outcome.value.repeated;
      return outcome;
    } finally {
      if (!recorded) for (const jobId of kept) waiting.remove(jobId);
    }
  }

  /** Reads from the log: a caller who has just changed it need not wait for the view. */
  async #answer({ state, position }: Executed<JobArray, ArrayEvent>): Reply<ArrayView> {
    if (state.status === 'none') throw new Error('an array without a submission');
    let document: ArrayDocument | undefined;
    for (let from = 0; ; from += 1000) {
      const events = await this.parts.store.read(arrayStream(state.facts.arrayId), { from, limit: 1000 });
      for (const event of events) document = evolveArrayDocument(document, readAs<ArrayEvent>(event));
      if (events.length < 1000) break;
    }
    const result = await this.parts.queries.view(document as ArrayDocument);
    return ok({ result, ...defined({ position }) });
  }
}

/** The caller's own id is unique within the project; else a command makes one array, however often it is sent. */
const arrayIdOf = (commandId: string, projectId: string, externalId: string | undefined): string =>
  externalId === undefined ? idFromName('array', commandId) : idFromName('array', projectId, externalId);
