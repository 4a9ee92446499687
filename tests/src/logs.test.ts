import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { JOB_FOLDER } from './platform/job-folder.js';
import { script, submit, untilState } from './platform/jobs.js';
import { createLab, PASSWORD, untilOnline, type Lab } from './platform/lab.js';
import { Platform } from './platform/platform.js';

const BERTH = fileURLToPath(new URL('../../clients/cli/dist/main.js', import.meta.url));
const PATIENCE = { timeoutMs: 60_000, everyMs: 100 };
const LINES = 30_000;

let platform: Platform;
let lab: Lab;
let config: string;
/** A job that failed once and was tried again; each run wrote its lines. */
let retried: string;

interface Line {
  readonly number: number;
  readonly run: number;
  readonly text: string;
  readonly at?: string;
}
interface Page {
  readonly lines: readonly Line[];
  readonly cursor: string;
  readonly startCursor: string;
  readonly hasEarlier: boolean;
  readonly end: boolean;
  readonly kept: {
    readonly lineCount: number;
    readonly firstNumber: number;
    readonly lastNumber: number;
    readonly dropped: number;
  };
}

const PAGE = `lines { number run text } cursor startCursor hasEarlier end
  kept { lineCount firstNumber lastNumber dropped }`;

async function page(job: string, args: string): Promise<Page> {
  const { job: found } = await lab.ada.api.ask<{ job: { logs: Page } }>(
    `query ($id: ID!) { job(id: $id) { logs(${args}) { ${PAGE} } } }`,
    { id: job },
  );
  return found.logs;
}

async function rest(path: string, headers: { readonly [name: string]: string } = {}): Promise<Response> {
  return fetch(`${platform.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${lab.ada.api.token}`, ...headers },
  });
}

async function berth(...args: readonly string[]) {
  const child = spawn(process.execPath, [BERTH, ...args], {
    cwd: tempDir('logs-cwd'),
    env: { ...process.env, BERTH_CONFIG: config, NO_COLOR: '1' },
  });
  let [out, said] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  if (args[0] === 'login') child.stdin.write(`${PASSWORD}\n`);
  child.stdin.end();
  const [status] = (await once(child, 'close')) as unknown[];
  return { status, out, said };
}

beforeAll(async () => {
  platform = await Platform.start();
  lab = await createLab(platform);
  config = join(tempDir('logs'), 'berth');
  const { status, said } = await berth('login', platform.url, '--user', 'ada', '--password-stdin');
  assert.equal(status, 0, said);
  retried = await submit(lab, {
    ...script(`
      import { existsSync, writeFileSync } from 'node:fs';
      const mark = ${JSON.stringify(join(JOB_FOLDER, 'retried'))};
      const isFirst = !existsSync(mark);
      if (isFirst) writeFileSync(mark, '');
      for (let line = 1; line <= ${LINES}; line += 1) console.log((isFirst ? 'first' : 'second') + ' run, line ' + line);
      process.exitCode = isFirst ? 3 : 0;
    `),
    retry: { maxRetries: 1 },
  });
  await untilState(lab.ada.api, retried, ['SUCCEEDED']);
  await eventually(async () => assert.equal((await page(retried, 'last: 1')).end, true), PATIENCE);
});
afterAll(() => platform.stop());

interface Hit {
  readonly line: Line;
  readonly before: readonly Line[];
}
interface Found {
  readonly hits: readonly Hit[];
  readonly cursor: string;
  readonly end: boolean;
  readonly total: number | null;
  readonly isTotalExact: boolean;
}

async function search(args: string, job = retried): Promise<Found> {
  const { logSearch } = await lab.ada.api.ask<{ logSearch: Found }>(
    `query ($job: ID!) { logSearch(job: $job, ${args}) {
      hits { line { number run text } before { number } } cursor end total isTotalExact } }`,
    { job },
  );
  return logSearch;
}

describe('the log of a job', () => {
  it('is read at its end, at a line and around it, with numbers that go on over its runs', async () => {
    const end = await page(retried, 'last: 3');
    assert.deepEqual(
      end.lines.map(({ number, run, text }) => [number, run, text]),
      [2, 1, 0].map((back) => [2 * LINES - back, 2, `second run, line ${LINES - back}`]),
    );
    assert.deepEqual(end.kept, { lineCount: 2 * LINES, firstNumber: 1, lastNumber: 2 * LINES, dropped: 0 });
    assert.deepEqual([end.hasEarlier, end.end], [true, true]);
    const around = await page(retried, `fromLine: ${LINES + 1}, first: 2, last: 2`);
    assert.deepEqual(
      around.lines.map(({ number, run, text }) => [number, run, text]),
      [
        [LINES - 1, 1, `first run, line ${LINES - 1}`],
        [LINES, 1, `first run, line ${LINES}`],
        [LINES + 1, 2, 'second run, line 1'],
        [LINES + 2, 2, 'second run, line 2'],
      ],
    );
    const before = await page(retried, `before: "${around.startCursor}", last: 1`);
    assert.deepEqual(
      before.lines.map(({ number }) => number),
      [LINES - 2],
    );
    const ofRun = await page(retried, 'run: 1, last: 1');
    assert.deepEqual(
      ofRun.lines.map(({ number }) => number),
      [LINES],
    );
  });

  it('is read so by REST and by the command line', async () => {
    const found = (await (await rest(`/jobs/${retried}/logs?fromLine=100&limit=2&last=1`)).json()) as Page;
    assert.deepEqual(
      found.lines.map(({ number }) => number),
      [99, 100, 101],
    );
    const text = { accept: 'text/plain' };
    const tail = await (await rest(`/jobs/${retried}/logs?last=2`, text)).text();
    assert.equal(tail, `second run, line ${LINES - 1}\nsecond run, line ${LINES}\n`);
    const from = await (await rest(`/jobs/${retried}/logs?fromLine=${2 * LINES - 4_999}`, text)).text();
    assert.deepEqual(from.trimEnd().split('\n').length, 5_000);
    const wrong = await rest(`/jobs/${retried}/logs?cursor=1.1&fromLine=3`);
    const problem = (await wrong.json()) as { field: string; detail: string };
    assert.deepEqual([wrong.status, problem.field], [400, 'fromLine']);
    assert.match(problem.detail, /must be given without cursor/);

    const shown = await berth('logs', retried, '--tail', '2', '-n');
    assert.match(
      shown.out,
      new RegExp(`^ *${2 * LINES - 1}  second run, line ${LINES - 1}\n *${2 * LINES}  `),
    );
    const many = await berth('logs', retried, '--tail', '5001', '--run', '1');
    assert.equal(many.out.split('\n')[0], `first run, line ${LINES - 5_000}`);
    assert.equal(many.out.trimEnd().split('\n').length, 5_001);
    const line = await berth('logs', retried, '--from-line', String(2 * LINES));
    assert.equal(line.out, `second run, line ${LINES}\n`);
    const since = await berth('logs', retried, '--since', '1h', '--run', '2');
    assert.equal(since.out.split('\n')[0], 'second run, line 1');
    // around the first line of the second run: what the first one wrote last, and what follows
    const [first] = ((await (await rest(`/jobs/${retried}/logs?run=2&limit=1`)).json()) as Page).lines;
    const around = await berth('logs', retried, '--at', first?.at ?? '', '--run', '2', '-n', '-C', '2');
    assert.match(around.out, new RegExp(`^ *${LINES + 1}  second run, line 1\n *${LINES + 2}  second`));
    assert.equal(around.out.trimEnd().split('\n').length, 2);
    const before = await berth('logs', retried, '--at', '0s', '-B', '2', '-A', '0');
    assert.equal(before.out, `second run, line ${LINES - 1}\nsecond run, line ${LINES}\n`);
    const followed = await berth('logs', '-f', retried, '--tail', '1');
    assert.equal(followed.out, `second run, line ${LINES}\n`);
  });

  it('is searched for a text or an expression, by GraphQL, REST and the command line', async () => {
    const found = await search('text: "LINE 2999", first: 3, count: true, contextBefore: 1');
    assert.deepEqual(
      found.hits.map(({ line, before }) => [line.number, line.text, before.map(({ number }) => number)]),
      [
        [2999, 'first run, line 2999', [2998]],
        [29990, 'first run, line 29990', [29989]],
        [29991, 'first run, line 29991', [29990]],
      ],
    );
    assert.deepEqual([found.total, found.isTotalExact, found.end], [22, true, false]);
    const next = await search(`text: "line 2999", first: 200, after: "${found.cursor}"`);
    assert.deepEqual([next.hits.length, next.end, next.total], [19, true, null]);
    const many = await search('regex: "line \\\\d+$", first: 1, count: true');
    assert.deepEqual([many.total, many.isTotalExact], [10_000, false]);
    const wrong = await lab.ada.api.answer(
      'query ($job: ID!) { logSearch(job: $job, regex: "x(") { end } }',
      {
        job: retried,
      },
    );
    assert.match(wrong.errors?.[0]?.message ?? '', /^regex: missing closing \)/);
    assert.equal(wrong.errors?.[0]?.extensions?.field, 'regex');

    const byRest = (await (await rest(`/jobs/${retried}/logs/search?regex=line+77$&run=2`)).json()) as Found;
    assert.deepEqual(
      byRest.hits.map(({ line }) => line.number),
      [LINES + 77],
    );
    const grep = await berth('logs', retried, '--grep', 'line 2999', '-n', '--run', '2', '-B', '1');
    const lines = grep.out.trimEnd().split('\n');
    assert.deepEqual(lines.slice(0, 4), [
      `${LINES + 2998}-second run, line 2998`,
      `${LINES + 2999}:second run, line 2999`,
      '--',
      `${LINES + 29989}-second run, line 29989`,
    ]);
    assert.equal(lines.length, 3 + 11);
    const none = await berth('logs', retried, '--regex', '^nothing$');
    assert.deepEqual([none.status, none.out], [1, '']);
  });

  it('is had as a file, by REST and by the command line', async () => {
    const run = (name: string): string =>
      Array.from({ length: LINES }, (_, index) => `${name} run, line ${index + 1}\n`).join('');
    const answer = await rest(`/jobs/${retried}/logs/raw`, { 'accept-encoding': 'gzip' });
    assert.match(
      answer.headers.get('content-disposition') ?? '',
      /^attachment; filename="job-[0-9A-Z]{26}\.log"$/,
    );
    assert.equal(answer.headers.get('content-encoding'), 'gzip');
    assert.equal(await answer.text(), run('first') + run('second'));
    const file = join(tempDir('log-file'), 'train.log');
    const loaded = await berth('logs', retried, '--run', '2', '--download', file);
    assert.equal(loaded.status, 0, loaded.said);
    assert.equal(readFileSync(file, 'utf8'), run('second'));
    assert.ok(!existsSync(`${file}.part`));
    const last = await berth('logs', retried, '--from-line', String(2 * LINES), '--download', '-');
    assert.equal(last.out, `second run, line ${LINES}\n`);
    const nowhere = await berth('logs', retried, '--download', '/nowhere/train.log');
    assert.deepEqual([nowhere.status, nowhere.out], [1, '']);
    assert.match(nowhere.said, /--download: \/nowhere\/train\.log\.part can't be written/);
  });

  it('has each line once and in its place when it is read backwards while lines come and the agent restarts', async () => {
    const gate = join(JOB_FOLDER, 'backwards');
    const job = await submit(lab, {
      ...script(`
        import { existsSync } from 'node:fs';
        import { setTimeout as sleep } from 'node:timers/promises';
        for (let line = 1; !existsSync(${JSON.stringify(gate)}) || line % 50 > 0; line += 1) {
          console.log('line ' + line);
          if (line % 50 === 0) await sleep(10);
        }
      `),
    });
    await eventually(async () => assert.ok((await page(job, 'last: 1')).kept.lineCount > 500), PATIENCE);
    const first = await page(job, 'last: 40');
    const numbers = first.lines.map(({ number }) => number);
    const seen = [...first.lines];
    await platform.killAndWait('agent');
    for (let at = first; at.hasEarlier;) {
      at = await page(job, `before: "${at.startCursor}", last: 97`);
      seen.unshift(...at.lines);
    }
    const last = numbers.at(-1) ?? 0;
    assert.deepEqual(
      seen.map(({ number, text }) => [number, text]),
      Array.from({ length: last }, (_, index) => [index + 1, `line ${index + 1}`]),
    );
    await untilOnline(lab.admin.api);
    writeFileSync(gate, '');
    await untilState(lab.ada.api, job, ['SUCCEEDED']);
    await eventually(async () => assert.equal((await page(job, 'last: 1')).end, true), PATIENCE);
    const after: Line[] = [];
    for (let cursor = first.cursor, isEnd = false; !isEnd;) {
      const next = await page(job, `after: "${cursor}", first: 2000`);
      after.push(...next.lines);
      ({ cursor, end: isEnd } = next);
    }
    assert.deepEqual(
      after.map(({ number, text }) => [number, text]),
      after.map((_, index) => [last + index + 1, `line ${last + index + 1}`]),
    );
    assert.ok(after.length > 0);
  });
});
