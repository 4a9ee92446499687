import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { StoreUnavailableError } from '@berth/event-store';
import { Aggregates, type Executed } from './aggregates.js';
import { aMeta } from './testing/commands.js';
import { add, counterDecider, type CounterEvent } from './testing/counter.decider.js';
import { openTestStore } from './testing/stores.js';
import type { Result } from '@berth/kernel/result';
import type { Rejection } from '@berth/kernel/rejection';

type Outcome = Result<Executed<number, CounterEvent>, Rejection>;
const STREAM = 'counter:1';

/** Two instances of a service over one store, each with a cache of its own. */
async function twoCopies() {
  const store = await openTestStore();
  const copy = () => new Aggregates(store, counterDecider);
  const totalStored = async () =>
    (await store.read(STREAM)).reduce((sum, event) => sum + Number(event.data['by']), 0);
  return { store, one: copy(), other: copy(), totalStored };
}
function done(outcome: Outcome): Executed<number, CounterEvent> {
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.error.message);
  return outcome.value;
}
const codeOf = (outcome: Outcome) => (outcome.ok ? 'OK' : outcome.error.code);

describe('carrying out a command', () => {
  it('records what was decided, and says where', async () => {
    const { store, one } = await twoCopies();
    const executed = done(await one.execute(STREAM, add(5), aMeta()));
    assert.deepEqual([executed.state, executed.revision, executed.repeated], [5, 0, false]);
    assert.equal(executed.position, await store.lastPosition());
  });

  it('decides again when another copy was faster', async () => {
    const { one, other, totalStored } = await twoCopies();
    done(await one.execute(STREAM, add(600), aMeta()));
    done(await other.execute(STREAM, add(300), aMeta()));
    assert.equal(codeOf(await one.execute(STREAM, add(300), aMeta())), 'QUOTA_EXCEEDED');
    assert.equal(done(await one.execute(STREAM, add(100), aMeta())).state, 1000);
    assert.equal(await totalStored(), 1000);
  });

  it('refuses nothing on account of an old state', async () => {
    const { one, other } = await twoCopies();
    done(await one.execute(STREAM, add(1000), aMeta()));
    done(await other.execute(STREAM, add(-900), aMeta()));
    assert.equal(done(await one.execute(STREAM, add(200), aMeta())).state, 300);
  });

  it('does not read a stream that is expected to be new', async () => {
    const { store, one } = await twoCopies();
    done(await one.execute(STREAM, add(1), aMeta(), { expectNew: true }));
    assert.equal(store.reads, 0);
  });

  it('finds out when a stream that is expected to be new is not', async () => {
    const { one, other } = await twoCopies();
    done(await other.execute(STREAM, add(990), aMeta()));
    assert.equal(codeOf(await one.execute(STREAM, add(20), aMeta(), { expectNew: true })), 'QUOTA_EXCEEDED');
  });

  it('throws where the decider has a bug, and serves the others all the same', async () => {
    const { store, one } = await twoCopies();
    const release = store.hold();
    const first = one.execute(STREAM, add(1), aMeta());
    const broken = one.execute(STREAM, { type: 'break' }, aMeta());
    const last = one.execute(STREAM, add(2), aMeta());
    release();
    await assert.rejects(broken, /a bug/);
    assert.deepEqual([done(await first).state, done(await last).state], [1, 3]);
  });
});

describe('commands on one stream at the same time', () => {
  it('take turns without a conflict, and share an append where they had to wait', async () => {
    const { store, one, totalStored } = await twoCopies();
    const release = store.hold();
    const outcomes = Array.from({ length: 65 }, () => one.execute(STREAM, add(10), aMeta()));
    release();
    const states = (await Promise.all(outcomes)).map((outcome) => done(outcome).state);
    assert.deepEqual(
      states,
      Array.from({ length: 65 }, (_, index) => (index + 1) * 10),
    );
    assert.equal(store.appends, 2);
    assert.equal(await totalStored(), 650);
  });

  it('keep their bounds when two copies race', async () => {
    const { one, other, totalStored } = await twoCopies();
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, index) => (index % 2 ? one : other).execute(STREAM, add(40), aMeta())),
    );
    assert.equal(outcomes.filter(({ ok }) => ok).length, 25);
    assert.equal(await totalStored(), 1000);
    assert.equal((await one.load(STREAM, { fresh: true })).state, 1000);
  });

  it('are each carried out once when one of them is sent twice', async () => {
    const { store, one, totalStored } = await twoCopies();
    const release = store.hold();
    const outcomes = ['a', 'b', 'b', 'a'].map((key) => one.execute(STREAM, add(7), aMeta(key)));
    release();
    const executed = (await Promise.all(outcomes)).map(done);
    assert.deepEqual(
      executed.map(({ repeated }) => repeated),
      [false, false, true, true],
    );
    assert.deepEqual(
      executed.map(({ events }) => events.map(({ data }) => data.by)),
      [[7], [7], [7], [7]],
    );
    assert.equal(await totalStored(), 14);
  });
});

describe('a command that is sent again', () => {
  it('is answered from what it recorded, also by a copy that never saw it', async () => {
    const { one, other, totalStored } = await twoCopies();
    const first = done(await one.execute(STREAM, add(5), aMeta('key')));
    done(await one.execute(STREAM, add(6), aMeta()));
    for (const copy of [one, other]) {
      const later = aMeta('key', 'key', '2026-01-05T09:00:01.000Z');
      const again = done(await copy.execute(STREAM, add(5), later, { expectNew: true }));
      assert.equal(again.repeated, true);
      assert.deepEqual(
        again.events.map(({ data }) => data),
        first.events.map(({ data }) => data),
      );
    }
    assert.equal(await totalStored(), 11);
  });

  it('is refused where it asks for something else', async () => {
    const { one, other } = await twoCopies();
    done(await one.execute(STREAM, add(5), aMeta('key', 'five')));
    for (const copy of [one, other]) {
      assert.equal(codeOf(await copy.execute(STREAM, add(6), aMeta('key', 'six'))), 'IDEMPOTENCY_KEY_REUSED');
    }
  });

  it('is decided anew where it was refused the first time', async () => {
    const { one } = await twoCopies();
    done(await one.execute(STREAM, add(900), aMeta()));
    assert.equal(codeOf(await one.execute(STREAM, add(200), aMeta('key'))), 'QUOTA_EXCEEDED');
    done(await one.execute(STREAM, add(-900), aMeta()));
    assert.equal(done(await one.execute(STREAM, add(200), aMeta('key'))).state, 200);
  });

  it('is found by `earlier`, which carries nothing out', async () => {
    const { one, other } = await twoCopies();
    done(await one.execute(STREAM, add(5), aMeta('key', 'five')));
    const found = await other.earlier(STREAM, aMeta('key', 'five'));
    assert.ok(found);
    assert.deepEqual(done(found).events[0]?.data, { by: 5 });
    assert.equal(codeOf((await other.earlier(STREAM, aMeta('key', 'six')))!), 'IDEMPOTENCY_KEY_REUSED');
    assert.equal(await other.earlier(STREAM, aMeta('another')), undefined);
    assert.equal(await other.earlier('counter:none', aMeta('key')), undefined);
  });

  it('is remembered for as long as the stream has few commands since: memory is bounded', async () => {
    const { one, totalStored } = await twoCopies();
    done(await one.execute(STREAM, add(1), aMeta('first')));
    for (let turn = 0; turn < 256; turn += 1) done(await one.execute(STREAM, add(1), aMeta()));
    done(await one.execute(STREAM, add(1), aMeta('first', 'first', '2026-01-05T09:00:01.000Z')));
    assert.equal(await totalStored(), 258);
  });
});

describe('a store that fails', () => {
  it('leaves no half-folded state behind, whether the append was recorded or not', async () => {
    const { store, one, totalStored } = await twoCopies();
    done(await one.execute(STREAM, add(1), aMeta()));
    store.failNext('before');
    await assert.rejects(one.execute(STREAM, add(10), aMeta('lost')), StoreUnavailableError);
    assert.equal((await one.load(STREAM)).state, 1);
    store.failNext('after');
    await assert.rejects(one.execute(STREAM, add(100), aMeta('kept')), StoreUnavailableError);
    assert.equal((await one.load(STREAM, { fresh: true })).state, 101);
    assert.equal(done(await one.execute(STREAM, add(100), aMeta('kept'))).repeated, true);
    assert.equal(done(await one.execute(STREAM, add(10), aMeta('lost'))).repeated, false);
    assert.equal(await totalStored(), 111);
  });

  it('fails all that shared the append, and goes on with what came later', async () => {
    const { store, one, totalStored } = await twoCopies();
    const release = store.hold();
    const first = one.execute(STREAM, add(1), aMeta());
    const group = [one.execute(STREAM, add(10), aMeta()), one.execute(STREAM, add(20), aMeta())];
    release();
    done(await first);
    store.failNext('before');
    for (const outcome of group) await assert.rejects(outcome, StoreUnavailableError);
    assert.equal(done(await one.execute(STREAM, add(5), aMeta())).state, 6);
    assert.equal(await totalStored(), 6);
  });
});
