import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { idFromName } from '@berth/kernel/ids';
import { ok } from '@berth/kernel/result';
import type { WaitlistEntry } from '../../calendar/agenda.js';
import type { CalendarCommand, WaitlistCommand } from '../../calendar/calendar.commands.js';
import { calendarDecider } from '../../calendar/calendar.decider.js';
import type { Calendar } from '../../calendar/calendar.js';
import { aDevice, at } from '../../testing/calendar.fixtures.js';
import { poolId, projectId } from '../../testing/fixtures.js';
import { nextOffers, type WaitlistPass } from './next-offers.js';

const devices = [0, 1, 2].map((index) => aDevice(`GPU-${index}`));
const join = (name: string, change: object = {}, minutes = 0): CalendarCommand => ({
  type: 'joinWaitlist',
  poolId,
  entryId: idFromName('entry', name),
  projectId,
  userId: idFromName('user', name),
  count: 1,
  durationMinutes: 60,
  grantPriority: 1,
  sharedWithProject: false,
  now: at(minutes),
  ...change,
});
const after = (calendar: Calendar, ...commands: readonly CalendarCommand[]): Calendar =>
  commands.reduce((state, command) => {
    const decided = calendarDecider.decide(command, state);
    assert.ok(decided.ok, decided.ok ? '' : decided.error.message);
    return decided.value.reduce(calendarDecider.evolve, state);
  }, calendar);
const waiting = (...commands: readonly CalendarCommand[]) => after(calendarDecider.initialState, ...commands);
const turn = (calendar: Calendar, minutes: number, change: Partial<WaitlistPass> = {}): WaitlistCommand[] =>
  nextOffers({
    poolId,
    calendar,
    offerMinutes: 15,
    choiceOf: ({ count }: WaitlistEntry) => ok({ count, candidates: devices }),
    whyIneligible: () => undefined,
    now: at(minutes),
    ...change,
  });
const brief = (commands: readonly WaitlistCommand[]) =>
  commands.map((command) => [command.type, command.entryId, 'cause' in command ? command.cause : '']);
const entry = (name: string) => idFromName('entry', name);

describe('whose turn it is', () => {
  it('goes by the grant, then by who joined first, as far as devices reach', () => {
    const calendar = waiting(
      join('late', {}, 2),
      join('early', {}, 1),
      join('best', { grantPriority: 0 }, 3),
      join('last', { grantPriority: 2 }, 0),
    );
    assert.deepEqual(brief(turn(calendar, 5)), [
      ['offer', entry('best'), ''],
      ['offer', entry('early'), ''],
      ['offer', entry('late'), ''],
    ]);
  });

  it('lets go ahead who fits, where the first does not', () => {
    const calendar = waiting(join('four', { count: 4 }), join('one', {}, 1));
    assert.deepEqual(brief(turn(calendar, 5)), [['offer', entry('one'), '']]);
  });

  it('passes over who lets an offer pass: behind the others, and off the list after the second', () => {
    const three = { count: 3 };
    let calendar = waiting(join('first', three), join('second', three, 1));
    calendar = after(calendar, ...turn(calendar, 5));
    assert.deepEqual(turn(calendar, 19), []);
    calendar = after(calendar, ...turn(calendar, 20));
    assert.deepEqual(brief(turn(calendar, 20)), [['offer', entry('second'), '']]);
    calendar = after(calendar, ...turn(calendar, 20));
    calendar = after(calendar, ...turn(calendar, 35));
    assert.deepEqual(brief(turn(calendar, 36)), [['offer', entry('first'), '']]);
    calendar = after(calendar, ...turn(calendar, 36));
    calendar = after(calendar, ...turn(calendar, 60));
    assert.deepEqual(
      brief(turn(calendar, 60)).sort(),
      [
        ['leaveWaitlist', entry('first'), 'offersNotTaken'],
        ['offer', entry('second'), ''],
      ].sort(),
    );
  });

  it('ends when it is no longer wanted, or who waits is gone', () => {
    const calendar = waiting(join('late', { neededBy: at(10), count: 9 }), join('gone', { count: 9 }));
    assert.deepEqual(brief(turn(calendar, 9)), []);
    assert.deepEqual(brief(turn(calendar, 10)), [['leaveWaitlist', entry('late'), 'expired']]);
    const gone = turn(calendar, 5, {
      whyIneligible: ({ entryId }) => (entryId === entry('gone') ? 'the account is suspended' : undefined),
    });
    assert.deepEqual(brief(gone), [['leaveWaitlist', entry('gone'), 'holderIneligible']]);
  });

  it('is offered for less than the whole time to think, where a reservation follows', () => {
    const reserved: CalendarCommand = {
      type: 'reserve',
      poolId,
      projectId,
      userId: idFromName('user', 'reserved'),
      occurrences: [{ reservationId: idFromName('reservation', 'next'), from: at(70), until: at(90) }],
      choice: { count: 3, candidates: devices },
      limits: { maxHours: 48, horizon: at(10_000), maxPerUser: 10 },
      grantPriority: 1,
      sharedWithProject: false,
      now: at(0),
    };
    const calendar = waiting(reserved, join('fits'));
    const [offer] = turn(calendar, 5);
    assert.ok(offer?.type === 'offer' && offer.until === at(65));
    assert.deepEqual(turn(calendar, 11), []);
  });

  it('never offers a device twice, and the calendar takes every offer', () => {
    const wish = fc.record({
      count: fc.integer({ min: 1, max: 3 }),
      grantPriority: fc.integer({ min: 0, max: 2 }),
      durationMinutes: fc.integer({ min: 1, max: 300 }),
    });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('join' as const), wish }),
      fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 30 }) }),
      fc.record({ kind: fc.constant('take' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let [calendar, minutes] = [calendarDecider.initialState, 0];
        for (const [index, taken] of steps.entries()) {
          if (taken.kind === 'wait') minutes += taken.minutes;
          if (taken.kind === 'join') calendar = after(calendar, join(String(index), taken.wish, minutes));
          if (taken.kind === 'take') {
            const offered = [...calendar.agenda.waitlist.values()].find(
              ({ offer }) => offer && offer.expiresAt > at(minutes),
            );
            if (offered?.offer) {
              const { entryId, offer } = offered;
              const reservationId = idFromName('reservation', offer.offerId);
              const accept = { type: 'acceptOffer', poolId, entryId, reservationId, maxPerUser: 99 } as const;
              calendar = after(calendar, { ...accept, offerId: offer.offerId, now: at(minutes) });
            }
          }
          // `after` asserts that nothing is refused.
          calendar = after(calendar, ...turn(calendar, minutes));
          const offered = [...calendar.agenda.waitlist.values()].flatMap(({ offer }) => offer?.devices ?? []);
          assert.equal(new Set(offered.map(({ uuid }) => uuid)).size, offered.length);
        }
      }),
      { numRuns: 100 },
    );
  });
});
