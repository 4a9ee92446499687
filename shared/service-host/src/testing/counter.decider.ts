import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import type { Decider } from '../decider.js';

export type CounterCommand = { readonly type: 'add'; readonly by: number } | { readonly type: 'break' };
export type CounterEvent = { readonly type: 'test.counter.added.v1'; readonly data: { readonly by: number } };

/** Adds up to 1000; adding nothing changes nothing. */
export const counterDecider: Decider<number, CounterCommand, CounterEvent> = {
  initialState: 0,
  evolve: (total, event) => total + event.data.by,
  decide(command, total) {
    if (command.type === 'break') throw new Error('a bug');
    if (command.by === 0) return ok([]);
    if (total + command.by > 1000) return err(reject('QUOTA_EXCEEDED', 'that is more than 1000', 'by'));
    return ok([{ type: 'test.counter.added.v1', data: { by: command.by } }]);
  },
};

export const add = (by: number): CounterCommand => ({ type: 'add', by });
