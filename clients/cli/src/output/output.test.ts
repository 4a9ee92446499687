import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { exitCodeOf } from '../exit-codes.js';
import { exitCodeOfJob, type Job } from '../jobs.js';
import { formatRelative, formatTime } from '../time/format-time.js';
import { wantsColour } from './colours.js';
import { Output, type OutputOptions } from './output.js';
import { column, id, plainId, wide, type View } from './view.js';
import { widthOf } from './width.js';

const VIEW: View = {
  name: 'name',
  columns: [column('NAME', 'name'), column('STATE', 'state'), wide('ID', id())],
};
const ITEMS = [
  {
    id: Buffer.from('Job:1BP5KH3DGA4APB533B0Y6APM1R').toString('base64url'),
    name: 'train',
    state: 'RUNNING',
  },
  { id: 'x', name: '数据', state: null },
];

async function shown(options: Partial<OutputOptions>, items: readonly (typeof ITEMS)[number][] = ITEMS) {
  let [out, said] = ['', ''];
  const output = new Output(
    { kind: 'table', fields: [], looks: { utc: true }, colour: false, quiet: false, ...options },
    (text) => (out += text),
    (text) => (said += text),
  );
  await output.list(items, VIEW);
  return { out, said };
}

describe('results', () => {
  it('are a table whose columns stand below each other, whatever the letters take', async () => {
    assert.equal((await shown({})).out, 'NAME   STATE\ntrain  RUNNING\n数据\n');
    const { out } = await shown({ kind: 'wide' });
    assert.match(out, /^NAME {3}STATE {4}ID\ntrain {2}RUNNING {2}1BP5KH3DGA4APB533B0Y6APM1R\n数据 {12}x\n$/);
    assert.equal(widthOf('数据'), 4);
    assert.equal(widthOf('\x1b[31mé\x1b[39m'), 1);
    assert.equal(widthOf('سلام'), 4);
  });

  it('are data for programs, whole or by fields; an unknown field is named with those there are', async () => {
    assert.deepEqual(JSON.parse((await shown({ kind: 'json' })).out), ITEMS);
    const chosen = await shown({ kind: 'json', fields: ['name', 'state'] });
    assert.deepEqual(JSON.parse(chosen.out), [
      { name: 'train', state: 'RUNNING' },
      { name: '数据', state: null },
    ]);
    await assert.rejects(
      shown({ kind: 'json', fields: ['nmae'] }),
      /--json: there is no field nmae; there are id, name/,
    );
    assert.match((await shown({ kind: 'yaml' })).out, /^- id: .*\n {2}name: train\n/);
    assert.equal((await shown({ kind: 'name' })).out, 'train\n数据\n');
  });

  it('say that there is nothing on stderr alone, and as an empty list to programs', async () => {
    assert.deepEqual(await shown({}, []), { out: '', said: 'nothing found\n' });
    assert.deepEqual(await shown({ quiet: true }, []), { out: '', said: '' });
    assert.deepEqual(await shown({ kind: 'json' }, []), { out: '[]\n', said: '' });
  });

  it('show what a terminal would take as a command as text', async () => {
    const { out } = await shown({}, [{ id: 'x', name: 'a\x1b[2Jb\nc', state: 'RUNNING' }]);
    assert.equal(out.split('\n')[1], 'a\\x1b[2Jb c  RUNNING');
  });

  it('are coloured for people who want it', async () => {
    assert.match((await shown({ colour: true })).out, /\x1b\[32mRUNNING\x1b\[39m/);
    const cases = [
      [{}, true, true, true],
      [{}, false, true, false],
      [{}, true, false, false],
      [{ NO_COLOR: '1' }, true, true, false],
      [{ NO_COLOR: '' }, true, true, true],
      [{ FORCE_COLOR: '1' }, false, true, true],
      [{ FORCE_COLOR: '0' }, true, true, false],
      [{ TERM: 'dumb' }, true, true, false],
    ] as const;
    for (const [env, terminal, asked, expected] of cases)
      assert.equal(wantsColour(env, terminal, asked), expected);
  });

  it('show ids without their kind, and times in UTC where it is asked for', () => {
    assert.equal(plainId(ITEMS[0]?.id), '1BP5KH3DGA4APB533B0Y6APM1R');
    assert.equal(plainId('SIM-5BAHYASHEZ9TQHC5YNE8WTH56P'), 'SIM-5BAHYASHEZ9TQHC5YNE8WTH56P');
    assert.equal(formatTime('2026-11-22T16:57:10.608Z', true), '2026-11-22 16:57Z');
    const now = Date.parse('2026-11-22T16:00:00Z');
    assert.equal(formatRelative('2026-11-22T14:30:00Z', now), '1h 30m ago');
    assert.equal(formatRelative('2026-11-22T16:00:05Z', now), 'in 5s');
  });
});

describe('exit codes', () => {
  it('tell the kinds of refusals apart', () => {
    for (const [code, status, expected] of [
      ['VALIDATION_FAILED', 400, 3],
      ['FORBIDDEN', 403, 3],
      ['UNAUTHENTICATED', 401, 4],
      ['NOT_FOUND', 404, 5],
      ['RESERVATION_CONFLICT', 409, 6],
      ['QUOTA_EXCEEDED', 403, 6],
      ['UNAVAILABLE', 503, 7],
      [undefined, 502, 7],
      ['A_NEW_ONE', 422, 3],
    ] as const)
      assert.equal(exitCodeOf(code, status), expected, code);
  });

  it("are the job's own, or that of its signal", () => {
    const run = { number: 1, state: 'ENDED', signal: null, exitCode: null, host: null };
    const job = { state: 'FAILED', exitCode: null, runs: [run] } as unknown as Job;
    assert.equal(exitCodeOfJob({ ...job, state: 'SUCCEEDED', exitCode: 0 }), 0);
    assert.equal(exitCodeOfJob({ ...job, exitCode: 7 }), 7);
    assert.equal(exitCodeOfJob({ ...job, runs: [{ ...run, signal: 'SIGKILL' }] }), 137);
    assert.equal(exitCodeOfJob(job), 1);
    assert.equal(exitCodeOfJob({ ...job, state: 'TIMED_OUT' }), 124);
    assert.equal(exitCodeOfJob({ ...job, state: 'CANCELLED' }), 125);
  });
});
