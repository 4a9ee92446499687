import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { Cli, type Outcome } from './platform/cli.js';
import { createLab, PASSWORD, untilOnline, type Lab } from './platform/lab.js';
import { Platform } from './platform/platform.js';

let platform: Platform;
let lab: Lab;
let cli: Cli;
const berth = (...given: Parameters<Cli['run']>): Promise<Outcome> => cli.run(...given);

beforeAll(async () => {
  platform = await Platform.start({ simulateGpus: 1 });
  lab = await createLab(platform);
  await untilOnline(lab.admin.api);
  cli = await Cli.logIn(platform);
});
afterAll(() => platform.stop());

describe('berth', () => {
  it('changes preferences member by member', async () => {
    const set = await berth(['preferences', 'set', '-f', 'theme=dark', '-F', 'tables.jobs=["name"]']);
    assert.deepEqual([set.status, JSON.parse(set.out)], [0, { theme: 'dark', tables: { jobs: ['name'] } }]);
    const file = await berth(['preferences', 'set', '--file', '-', '-F', 'theme=null'], {}, 'zoom: 2\n');
    assert.equal(file.status, 0, file.said);
    const shown = await berth(['preferences', 'show']);
    assert.deepEqual(JSON.parse(shown.out), { tables: { jobs: ['name'] }, zoom: 2 });
    const nothing = await berth(['preferences', 'set']);
    assert.equal(nothing.status, 2, nothing.said);
    const deep = await berth(['preferences', 'set', '-F', 'a=[[[[[[1]]]]]]']);
    assert.equal(deep.status, 3, deep.said);
    assert.match(deep.said, /field: preferences\.a\.0\.0\.0\.0\.0/);
  });

  it('shows a reservation as it was at a time, and what had happened to anything else by then', async () => {
    interface Shown {
      readonly id: string;
      readonly createdAt: string;
      readonly until: string;
      readonly state: string;
    }
    const json = async <T>(...args: readonly string[]): Promise<T> => {
      const { status, out, said } = await berth([...args, '--json']);
      assert.equal(status, 0, said);
      return JSON.parse(out) as T;
    };
    const book = ['book', '--gpus', '1', '--from', 'in 2h', '--for', '1h', '--title', 'desk'];
    const [made] = await json<readonly [Shown]>(...book, '--pool', lab.pool);
    const longer = await json<Shown>('reservation', 'extend', 'desk', '--by', '30m');
    assert.notEqual(longer.until, made.until);
    const then = await json<Shown>('audit', 'at', made.createdAt, 'desk');
    assert.deepEqual([then.id, then.until, then.state], [made.id, made.until, 'RESERVED']);
    assert.equal((await json<Shown>('audit', 'at', '0s', 'desk')).until, longer.until);
    assert.equal(
      (await json<Shown>('reservation', 'show', 'desk', '--as-of', made.createdAt)).until,
      made.until,
    );
    const early = await berth(['audit', 'at', '2020-01-01', 'desk']);
    assert.equal(early.status, 5, early.said);

    const submitted = await berth(['submit', '--name', 'looked-at', '--gpus', '0', '--', 'sleep', '600']);
    const id = submitted.out.trim();
    assert.equal((await berth(['cancel', id])).status, 0);
    interface Event {
      readonly type: string;
      readonly recordedAt: string;
    }
    const events = await json<readonly Event[]>('audit', 'history', 'looked-at');
    const [first, ...rest] = events;
    assert.ok(first && rest.length > 0);
    const until = await json<readonly Event[]>('audit', 'at', first.recordedAt, id);
    assert.deepEqual(
      until,
      events.filter(({ recordedAt }) => recordedAt <= first.recordedAt),
    );
    const before = await berth(['audit', 'at', '2020-01-01', 'looked-at']);
    assert.deepEqual([before.status, before.out], [5, ''], before.said);
    assert.match(before.said, /looked-at was not there yet: its first event is of /);
    const none = await berth(['audit', 'history', 'no-such-thing']);
    assert.equal(none.status, 5);
    assert.match(none.said, /there is no no-such-thing that you may see/);
  });

  it('changes every job that fits, says what became of each, and wants to be told which', async () => {
    for (const name of ['all-1', 'all-2', 'other'])
      assert.equal((await berth(['submit', '--name', name, '--gpus', '0', '--', 'sleep', '600'])).status, 0);
    const unfiltered = await berth(['job', 'all', 'cancel', '--yes']);
    assert.equal(unfiltered.status, 2);
    assert.match(unfiltered.said, /say which jobs: --state, --project/);
    const { status, out } = await berth([
      'job',
      'all',
      'cancel',
      '--search',
      'all-',
      '--yes',
      '--json',
      'job',
    ]);
    assert.equal(status, 0, out);
    const names = (JSON.parse(out) as readonly { readonly job: { readonly name: string } }[]).map(
      ({ job }) => job.name,
    );
    assert.deepEqual(names.sort(), ['all-1', 'all-2']);
    const none = await berth(['job', 'all', 'approve', '--state', 'queued', '--search', 'all-', '--yes']);
    assert.equal(none.status, 3);
    assert.match(none.said, /filter\.states.*AWAITING_APPROVAL/);
    await berth(['job', 'all', 'cancel', '--search', 'other', '--yes']);
  });

  it('changes a profile, and a password by standard input', async () => {
    const changed = await berth(['profile', '--time-zone', 'Europe/Berlin', '--json', 'profile']);
    assert.equal(changed.status, 0, changed.said);
    assert.match(changed.out, /Europe\/Berlin/);
    const wrong = await berth(['password', '--password-stdin'], {}, `${PASSWORD}x\nanother pass phrase 7\n`);
    assert.notEqual(wrong.status, 0);
    assert.match(wrong.said, /currentPassword/);
    const half = await berth(['password', '--password-stdin'], {}, `${PASSWORD}\n`);
    assert.match(half.said, /the second line of standard input is empty/);
    const done = await berth(['password', '--password-stdin'], {}, `${PASSWORD}\nanother pass phrase 7\n`);
    assert.equal(done.status, 0, done.said);
    const back = await berth(['password', '--password-stdin'], {}, `another pass phrase 7\n${PASSWORD}\n`);
    assert.equal(back.status, 0, back.said);
  });
});
