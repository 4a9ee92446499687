import { describe, it } from '@jest/globals';
import type { QuarantineEvent } from '@berth/contracts/scheduler/quarantine';
import { toPosition } from '@berth/event-store';
import { addMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { idFromName } from '@berth/kernel/ids';
import { given } from '@berth/service-host/testing';
import { hostId, NOW } from '../../testing/fixtures.js';
import { quarantineDecider, type QuarantineCommand } from './quarantine.decider.js';
import type { StartFault } from '../../queue/waiting/start-fault.js';

const host = given(quarantineDecider);
const at = (minutes: number) => addMs(NOW, minutes * 60_000);
const jobOf = (name: string) => idFromName('job', name);
const userOf = (name: string) => idFromName('user', name);

interface Failing {
  readonly job: string;
  readonly user?: string;
  readonly fault?: StartFault;
  readonly run?: number;
  readonly place: number;
  readonly now?: string;
}
const dataOf = ({ job, user = 'ada', fault = 'host', run = 1, place }: Failing) => ({
  hostId,
  jobId: jobOf(job),
  userId: userOf(user),
  run,
  fault,
  asOf: toPosition(place),
});
const fails = (failing: Failing): QuarantineCommand => ({
  type: 'recordStartFailure',
  ...dataOf(failing),
  now: failing.now ?? NOW,
});
const failed = (failing: Failing): QuarantineEvent => ({
  type: 'scheduler.quarantine.startFailed.v1',
  data: { ...dataOf(failing), failedAt: failing.now ?? NOW },
});
const begun = (times: number, minutes: number, jobs = 3, since = NOW, from = since): QuarantineEvent => ({
  type: 'scheduler.quarantine.begun.v1',
  data: { hostId, jobs, times, since, until: addMs(from, minutes * 60_000) },
});
const goodStart = (place: number, placedAt = NOW, now = NOW): QuarantineCommand => ({
  type: 'recordGoodStart',
  hostId,
  jobId: jobOf('good'),
  run: 1,
  placedAt,
  asOf: toPosition(place),
  now,
});
const cleared = (place: number, now = NOW): QuarantineEvent => ({
  type: 'scheduler.quarantine.cleared.v1',
  data: { hostId, cause: 'goodStart', jobId: jobOf('good'), run: 1, clearedAt: now, asOf: toPosition(place) },
});

describe('a host on which starts fail', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((job, index) => ({ job, place: index + 1 })) as [
    Failing,
    Failing,
    Failing,
  ];
  const out = host.events(failed(a), failed(b), failed(c), begun(1, 1));

  it('is taken out after three jobs in a row', () => {
    host
      .when(fails(a))
      .then(failed(a))
      .and.when(fails(b))
      .then(failed(b))
      .and.when(fails(c))
      .then(failed(c), begun(1, 1));
  });

  it('is for one job that it cannot start again and again, and each run counts once', () => {
    const again = (run: number) => ({ ...a, run, place: run });
    host
      .events(failed(again(1)), failed(again(2)))
      .when(fails({ ...again(2), place: 3 }))
      .then(failed({ ...again(2), place: 3 }))
      .and.when(fails({ ...again(3), place: 4 }))
      .then(failed({ ...again(3), place: 4 }), begun(1, 1));
  });

  it('is not where one went well in between, and not for what was placed before', () => {
    host
      .events(failed({ ...a, now: at(1) }), failed({ ...b, now: at(1) }))
      .when(goodStart(3, NOW))
      .nothing()
      .and.when(goodStart(3, at(2), at(2)))
      .then(cleared(3, at(2)))
      .and.when(fails({ ...c, place: 4 }))
      .then(failed({ ...c, place: 4 }));
  });

  it('waits twice as long each time, an hour at most', () => {
    const later = { job: 'd', place: 4, now: at(2) };
    out.when(fails(later)).then(failed(later), begun(2, 2, 4, NOW, at(2)));
    const many = { job: 'e', place: 5, now: at(900) };
    host
      .events(failed(a), failed(b), failed(c), begun(12, 1))
      .when(fails(many))
      .then(failed(many), begun(13, 60, 4, NOW, at(900)));
  });

  it('is not taken out longer for what was under way there', () => {
    const straggler = { job: 'd', place: 4 };
    out.when(fails(straggler)).then(failed(straggler));
  });

  it('takes work again after a good start, or when staff says so', () => {
    out.when(goodStart(4, at(2), at(2))).then(cleared(4, at(2)));
    out
      .when({ type: 'lift', hostId, reason: 'fixed', now: at(1) })
      .then({
        type: 'scheduler.quarantine.cleared.v1',
        data: { hostId, cause: 'staff', reason: 'fixed', clearedAt: at(1) },
      })
      .and.when({ type: 'lift', hostId, now: at(1) })
      .nothing();
  });

  it('is not moved by old news', () => {
    out.when(fails({ ...b, place: 2 })).nothing();
    out.when(goodStart(3, at(2))).nothing();
  });

  describe('for a reason that is not clear', () => {
    const unclear = (job: string, place: number, user?: string) => ({
      job,
      place,
      fault: 'unclear' as const,
      ...defined({ user }),
    });
    const three = [unclear('a', 1), unclear('b', 2), unclear('c', 3)] as const;

    it('is not taken out by one person’s mistakes', () => {
      host
        .events(...three.map(failed))
        .when(fails(unclear('d', 4)))
        .then(failed(unclear('d', 4)));
    });

    it('is where it happens to several people', () => {
      const other = unclear('d', 4, 'grace');
      host
        .events(...three.map(failed))
        .when(fails(other))
        .then(failed(other), begun(1, 1, 4));
    });

    it('is where the jobs begin elsewhere', () => {
      const confirm = (job: string, place: number): QuarantineCommand => ({
        type: 'confirm',
        hostId,
        jobId: jobOf(job),
        asOf: toPosition(place),
        now: NOW,
      });
      const confirmed = (job: string, place: number) => failed({ job, place });
      host
        .events(...three.map(failed))
        .when(confirm('a', 5))
        .then(confirmed('a', 5))
        .and.when(confirm('a', 6))
        .nothing()
        .and.when(confirm('b', 6))
        .then(confirmed('b', 6))
        .and.when(confirm('c', 7))
        .then(confirmed('c', 7), begun(1, 1));
    });
  });
});
