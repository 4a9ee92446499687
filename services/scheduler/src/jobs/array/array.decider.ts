import type { ArrayEvent } from '@berth/contracts/scheduler/array';
import { assertNever } from '@berth/kernel/assert-never';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Decider } from '@berth/service-host/decider';
import { type ArrayCommand, evolveArray, noArray, type ExistingArray, type JobArray } from './array.js';

type Decision = Result<readonly ArrayEvent[], Rejection>;

/** The job that a member becomes; a repeat of what leads to it leads to the same one. */
export const memberJobId = (arrayId: string, index: number): string =>
  idFromName('job', 'array', arrayId, String(index));

/** Decides which members may be jobs: with `maxParallel`, each end lets the next one in. */
export const arrayDecider: Decider<JobArray, ArrayCommand, ArrayEvent> = {
  initialState: noArray,
  evolve: evolveArray,
  decide(command, array) {
    if (command.type === 'submit') {
      const { type: _, now, ...intent } = command;
      if (array.status === 'none')
        return ok([{ type: 'scheduler.array.submitted.v1', data: { ...intent, submittedAt: now } }]);
      const { arrayId } = array.facts;
      const message = `externalId: the project already has an array with the externalId "${intent.externalId ?? arrayId}"`;
      return err(reject('ALREADY_EXISTS', message, 'externalId', { arrayId }));
    }
    if (array.status === 'none') return err(reject('NOT_FOUND', 'there is no such array', 'arrayId'));
    switch (command.type) {
      case 'endMember':
        return decideEnd(command, array);
      case 'refuse':
        return decideRefusal(command, array);
      case 'cancel':
        return decideCancel(command, array);
      default:
        return assertNever(command);
    }
  },
};

/** Reported twice, or of a member that is no job, it changes nothing. */
function decideEnd(
  { index, outcome, endedAt, now }: Extract<ArrayCommand, { type: 'endMember' }>,
  array: ExistingArray,
): Decision {
  if (!array.open.has(String(index))) return ok([]);
  const { released, halted, facts } = array;
  const next = halted || released >= facts.size ? {} : { next: released };
  const data = { ...idsOf(array), index, outcome, endedAt, ...next };
  return ok(withEnd(array, { type: 'scheduler.array.memberEnded.v1', data }, now));
}

function decideRefusal(
  { type: _, now, ...refusal }: Extract<ArrayCommand, { type: 'refuse' }>,
  array: ExistingArray,
): Decision {
  if (array.halted || array.status !== 'running') return ok([]);
  const data = { ...idsOf(array), ...refusal, indexes: [...refusal.indexes], refusedAt: now };
  return ok(withEnd(array, { type: 'scheduler.array.refused.v1', data }, now));
}

function decideCancel(
  { reason, now }: Extract<ArrayCommand, { type: 'cancel' }>,
  array: ExistingArray,
): Decision {
  if (array.cancelRequested) return ok([]);
  if (array.status !== 'running') {
    const message = `it has already ended: ${array.status}`;
    return err(reject('INVALID_STATE', message, 'arrayId', { state: array.status }));
  }
  const data = { ...idsOf(array), requestedAt: now, ...defined({ reason }) };
  return ok(withEnd(array, { type: 'scheduler.array.cancelRequested.v1', data }, now));
}

function withEnd(before: ExistingArray, event: ArrayEvent, now: string): ArrayEvent[] {
  const array = evolveArray(before, event) as ExistingArray;
  const more = array.released < array.facts.size && !array.halted;
  if (array.open.size > 0 || more) return [event];
  const { failed, anyCancelled, cancelRequested } = array;
  const outcome =
    anyCancelled && (cancelRequested || !failed) ? 'cancelled' : failed ? 'failed' : 'succeeded';
  return [event, { type: 'scheduler.array.ended.v1', data: { ...idsOf(array), outcome, endedAt: now } }];
}

const idsOf = ({ facts: { arrayId, projectId } }: ExistingArray) => ({ arrayId, projectId });
