import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { RequestEvent } from '@berth/contracts/scheduler/request.events';
import { idFromName } from '@berth/kernel/ids';
import { given } from '@berth/service-host/testing';
import { LATER, NOW, aRequest, ofRequest as ids } from '../../testing/fixtures.js';
import type { RequestCommand } from './request.js';
import { requestDecider } from './request.decider.js';

const request = given(requestDecider);
const [reservationId, entryId] = [idFromName('reservation', 'one'), idFromName('entry', 'one')];
const approve: RequestCommand = { type: 'approve', now: LATER };
const refuse: RequestCommand = { type: 'reject', reason: 'too many', now: LATER };
const withdraw: RequestCommand = { type: 'withdraw', now: LATER };
const wait: RequestCommand = { type: 'wait', entryId, now: LATER };
const fulfil: RequestCommand = { type: 'fulfil', reservationId, from: NOW, until: LATER, now: LATER };
const close: RequestCommand = { type: 'close', reason: 'its time is over', now: LATER };
const awaiting = request.when(aRequest()).and;
const approved = awaiting.when(approve).and;

describe('a request', () => {
  it('awaits a decision where the pool asks for approval', () => {
    request.when(aRequest()).thenTypes('scheduler.request.submitted.v1');
  });
  it('is approved at once where the pool does not', () => {
    request
      .when(aRequest({ approvalRequired: false }))
      .thenTypes('scheduler.request.submitted.v1', 'scheduler.request.approved.v1');
  });
  it('is made once', () => {
    awaiting.when(aRequest()).refused('ALREADY_EXISTS');
  });
  it('is approved once, with the reason', () => {
    awaiting
      .when({ type: 'approve', reason: 'fine', now: LATER })
      .then({
        type: 'scheduler.request.approved.v1',
        data: { ...ids, automatic: false, reason: 'fine', approvedAt: LATER },
      })
      .and.when(approve)
      .nothing();
  });
  it('is rejected once, and not after it was approved, nor approved after that', () => {
    const rejected = awaiting.when(refuse).then({
      type: 'scheduler.request.rejected.v1',
      data: { ...ids, reason: 'too many', rejectedAt: LATER },
    });
    rejected.and.when(refuse).nothing();
    rejected.and.when(approve).refused('INVALID_STATE', 'requestId');
    approved.when(refuse).refused('INVALID_STATE', 'requestId');
  });
  it('waits and is fulfilled once approved, each once', () => {
    awaiting.when(fulfil).refused('INVALID_STATE');
    awaiting.when(wait).refused('INVALID_STATE');
    const waiting = approved.when(wait).thenTypes('scheduler.request.waiting.v1').and;
    waiting.when(wait).nothing();
    waiting.when(fulfil).thenTypes('scheduler.request.fulfilled.v1').and.when(fulfil).nothing();
    approved.when(fulfil).thenTypes('scheduler.request.fulfilled.v1');
  });
  it('can be withdrawn until its devices are reserved', () => {
    for (const open of [awaiting, approved, approved.when(wait).and])
      open.when(withdraw).thenTypes('scheduler.request.withdrawn.v1').and.when(withdraw).nothing();
    approved.when(fulfil).and.when(withdraw).refused('INVALID_STATE', 'requestId');
  });
  it('is closed where it comes to nothing, and keeps the end that it has', () => {
    approved.when(close).thenTypes('scheduler.request.closed.v1').and.when(close).nothing();
    approved.when(fulfil).and.when(close).nothing();
    awaiting.when(withdraw).and.when(close).nothing();
  });
  it('is not found before it was made', () => {
    for (const command of [approve, refuse, withdraw, wait, fulfil, close])
      request.when(command).refused('NOT_FOUND', 'requestId');
  });
  it('has one end at most, and nothing reserved without approval, whatever is asked in whatever order', () => {
    const commands = fc.array(fc.constantFrom(approve, refuse, withdraw, wait, fulfil, close), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(commands, fc.boolean(), (asked, approvalRequired) => {
        let state = requestDecider.initialState;
        const seen: RequestEvent[] = [];
        for (const command of [aRequest({ approvalRequired }), ...asked]) {
          const decided = requestDecider.decide(command, state);
          if (!decided.ok) continue;
          for (const event of decided.value) state = requestDecider.evolve(state, event);
          seen.push(...decided.value);
        }
        const names = seen.map(({ type }) => type.split('.')[2]);
        const ends = names.filter((name) => /^(rejected|withdrawn|fulfilled|closed)$/.test(name ?? ''));
        assert.ok(ends.length <= 1);
        if (ends.length === 1) assert.equal(names.at(-1), ends[0]);
        if (names.includes('fulfilled')) assert.ok(names.includes('approved'));
      }),
      { numRuns: 300 },
    );
  });
});
