import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { JOB_FOLDER } from './platform/job-folder.js';
import { BERTH, Cli, Running, type Outcome } from './platform/cli.js';
import { createLab, logIn, PASSWORD, register, type Lab } from './platform/lab.js';
import { untilState } from './platform/jobs.js';
import { Platform } from './platform/platform.js';

const PATIENCE = { timeoutMs: 60_000, everyMs: 50 };

let platform: Platform;
let lab: Lab;
let cli: Cli;
let config: string;
const berth = (...given: Parameters<Cli['run']>): Promise<Outcome> => cli.run(...given);
const start = (...given: Parameters<Cli['start']>): Running => cli.start(...given);

beforeAll(async () => {
  platform = await Platform.start({ simulateGpus: 2 });
  lab = await createLab(platform);
  cli = await Cli.logIn(platform);
  ({ config } = cli);
});
afterAll(() => platform.stop());

interface Stored {
  readonly default: { accessToken: string; expiresAt: string; refreshToken: string };
}
const stored = (): Stored => JSON.parse(readFileSync(join(config, 'credentials.json'), 'utf8')) as Stored;

/** As after five minutes. */
function expire(): void {
  const credentials = stored();
  credentials.default.expiresAt = new Date(0).toISOString();
  writeFileSync(join(config, 'credentials.json'), JSON.stringify(credentials));
}

/** Writes a line, waits until a file is there, then writes another one, and ends with a status. */
const gated = (gate: string, status: number): readonly string[] => [
  process.execPath,
  '-e',
  `console.log('first line');
   const { existsSync } = require('node:fs');
   const timer = setInterval(() => {
     if (!existsSync(${JSON.stringify(gate)})) return;
     clearInterval(timer);
     console.log('last line');
     process.exitCode = ${status};
   }, 50);`,
];

describe('berth', () => {
  it('keeps what a log-in gives for this user alone', async () => {
    assert.equal(statSync(join(config, 'credentials.json')).mode & 0o777, 0o600);
    const { status, out } = await berth(['whoami', '--json', 'username']);
    assert.deepEqual([status, JSON.parse(out)], [0, { username: 'ada' }]);
    assert.doesNotMatch(readFileSync(join(config, 'config.json'), 'utf8'), /oken/);
  });

  it('asks for a password at a terminal, without an echo', async () => {
    const own = join(tempDir('cli-own'), 'berth');
    const running = start(
      ['login', platform.url, '--user', 'ada'],
      { BERTH_CONFIG: own },
      { terminal: true },
    );
    await running.until(/Password of ada: /);
    running.child.stdin.write(`${PASSWORD}\n`);
    const { status, out } = await running.end();
    assert.equal(status, 0, out);
    assert.match(out, /logged in to .* as ada/);
    assert.doesNotMatch(out, new RegExp(PASSWORD));
  });

  it('logs in by a code that is approved elsewhere, and keeps it like any other login', async () => {
    const own = { BERTH_CONFIG: join(tempDir('cli-device'), 'berth') };
    const codeOf = async (running: Running): Promise<string> => {
      await running.until(/^ {2}[A-Z]{4}-[A-Z]{4}$/m);
      return /^ {2}([A-Z]{4}-[A-Z]{4})$/m.exec(running.said)?.[1] ?? '';
    };
    const running = start(['login', platform.url, '--device', '-q'], own);
    const userCode = await codeOf(running);
    assert.ok(running.said.includes(`${platform.url}/device?code=${userCode}`), running.said);
    const { deviceLogin } = await lab.ada.api.ask<{ deviceLogin: { client: string } }>(
      'query ($userCode: String!) { deviceLogin(userCode: $userCode) { client } }',
      { userCode },
    );
    assert.match(deviceLogin.client, /^berth on /);
    await lab.ada.api.do('approveDeviceLogin', { userCode }, 'deviceLogin { state }');
    const { status, said } = await running.end();
    assert.equal(status, 0, said);
    const me = await berth(['whoami', '-o', 'name'], own);
    assert.deepEqual([me.status, me.out], [0, 'ada\n'], me.said);
    const sessions = await berth(['sessions', 'list', '--json', 'client,current'], own);
    assert.match(sessions.out, /"client": ?"berth on [^"]+",\s*"current": ?true/);

    const refused = start(['login', platform.url, '--device'], own);
    await lab.ada.api.do('denyDeviceLogin', { userCode: await codeOf(refused) }, 'deviceLogin { state }');
    const denied = await refused.end();
    assert.equal(denied.status, 3, denied.said);
    assert.match(denied.said, /the login was refused/);

    const left = start(['login', platform.url, '--device'], own);
    await codeOf(left);
    left.child.kill('SIGINT');
    const stopped = await left.end();
    assert.equal(stopped.status, 130, stopped.said);
    assert.match(stopped.said, /stopped; nothing was kept/);
    const both = await berth(['login', platform.url, '--device', '--user', 'ada'], own);
    assert.equal(both.status, 2, both.said);
    assert.match(both.said, /--device stands alone/);
    // what was there is there still
    assert.equal((await berth(['whoami', '-o', 'name'], own)).out, 'ada\n');
  });

  it("ends `run` with the job's own exit code, output on stdout and the rest on stderr", async () => {
    const { status, out, said } = await berth(['run', '--', 'sh', '-c', 'echo one; echo two; exit 7']);
    assert.equal(status, 7, said);
    assert.equal(out, 'one\ntwo\n');
    assert.match(said, /job [0-9A-Z]{26}[\s\S]*failed, after .*exit code 7/);
    const refused = await berth(['run', '--gpus', '99', '--', 'true']);
    assert.equal(refused.status, 125);
    assert.match(refused.said, /\[[A-Z_]+\]\n {2}field: gpus\.\w+ \(--\w+\)[\s\S]*trace: [0-9a-f]{32}/);
  });

  it('leaves a job running at Ctrl-C, and follows it again over a restart of the gateway, without a gap', async () => {
    const gate = join(JOB_FOLDER, 'cli-gate');
    const cwd = tempDir('cli-cwd');
    const running = start(['run', '--name', 'gated', '--', ...gated(gate, 5)], {}, { terminal: true, cwd });
    await running.until(/first line/);
    running.child.stdin.write('\x03');
    const detached = await running.end();
    assert.equal(detached.status, 130, detached.out);
    const [, id = ''] = /berth logs -f ([0-9A-Z]{26})/.exec(detached.out) ?? [];
    assert.match(
      detached.out,
      new RegExp(`detached; the job goes on\\s+berth logs -f ${id}\\s+berth cancel ${id}`),
    );
    await untilState(lab.ada.api, id, ['RUNNING']);

    const following = start(['logs', '-f', '--exit-status', '@last'], {}, { cwd });
    await following.until(/first line/);
    await platform.killAndWait('gateway');
    writeFileSync(gate, '');
    const followed = await following.end();
    assert.equal(followed.status, 5, followed.said);
    assert.equal(followed.out, 'first line\nlast line\n');
  });

  it('renews a session once, however many commands need it at the same time', async () => {
    const before = stored().default.refreshToken;
    expire();
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => berth(['whoami', '-o', 'name'])));
    for (const { status, out, said } of outcomes) assert.deepEqual([status, out], [0, 'ada\n'], said);
    assert.notEqual(stored().default.refreshToken, before);
    assert.equal(existsSync(join(config, 'credentials.lock')), false);
    // the session has not been ended by a second use of a refresh token
    expire();
    const { status, said } = await berth(['whoami']);
    assert.equal(status, 0, said);
  });

  it('sends a token to no other URL than the one that it was made for', async () => {
    const { status, said } = await berth(['whoami', '--url', platform.url.replace('127.0.0.1', 'localhost')]);
    assert.equal(status, 4, said);
    assert.match(said, /\[UNAUTHENTICATED\][\s\S]*next: log in with: berth login/);
  });

  it('ends a stream at once where nobody is logged in', async () => {
    const env = { BERTH_CONFIG: join(tempDir('cli-nobody'), 'berth'), BERTH_URL: platform.url };
    const { status, said } = await berth(['job', 'events'], env);
    assert.equal(status, 4, said);
    const revoked = await berth(['job', 'events'], { ...env, BERTH_TOKEN: 'berth_none_none' });
    assert.equal(revoked.status, 4, revoked.said);
  });

  it('searches what the caller may see, and nothing else', async () => {
    assert.equal((await berth(['submit', '--name', 'Needle 1', '--gpus', '0', '--', 'true'])).status, 0);
    interface Hit {
      readonly kind: string;
      readonly name: string;
      readonly node: { readonly id: string };
    }
    const found = async (text: string): Promise<readonly Hit[]> => {
      const { status, out, said } = await berth(['search', text, '--json']);
      assert.equal(status, 0, said);
      return JSON.parse(out) as readonly Hit[];
    };
    const named = (hits: readonly Hit[]) => hits.map(({ kind, name }) => `${kind} ${name}`);
    await eventually(async () => assert.deepEqual(named(await found('needle')), ['JOB Needle 1']), PATIENCE);
    const [job] = await found('needle');
    assert.deepEqual(named(await found('digit')), ['PROJECT digits']);
    assert.deepEqual(named(await found('ada')), ['USER ada']);
    assert.deepEqual(named(await found(lab.ada.id)), ['USER ada']);
    assert.deepEqual(named(await found(job?.node.id ?? '')), ['JOB Needle 1']);

    const eve = await register(platform, 'eve-searching');
    await lab.admin.api.do('activateUser', { userId: eve.id }, 'user { id }');
    const { api } = await logIn(platform, 'eve-searching');
    const asEve = async (text: string) => {
      const { search } = await api.ask<{ search: { hits: readonly Hit[]; failures: readonly object[] } }>(
        'query ($text: String!) { search(text: $text) { hits { kind name node { id } } failures { code } } }',
        { text },
      );
      assert.deepEqual(search.failures, []);
      return named(search.hits);
    };
    assert.deepEqual(await asEve('eve-s'), ['USER eve-searching']);
    for (const text of ['needle', job?.node.id ?? '', 'digits', 'default'])
      assert.deepEqual(await asEve(text), [], text);
  });

  it('completes commands, options and live names', async () => {
    const folder = tempDir('cli-bin');
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'berth'), `#!/bin/sh\nexec ${process.execPath} ${BERTH} "$@"\n`, {
      mode: 0o755,
    });
    const complete = async (line: string): Promise<readonly string[]> => {
      const script = `source <(berth completion bash); COMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _berth; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const bash = new Running(
        spawn('bash', ['-c', script], {
          env: {
            ...process.env,
            BERTH_CONFIG: config,
            PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
          },
        }),
      );
      return (await bash.end()).out.trim().split('\n');
    };
    assert.deepEqual(await complete('berth resu'), ['']);
    assert.deepEqual(await complete('berth reservation ex'), ['extend']);
    assert.deepEqual(await complete('berth submit --pree'), ['--preemptible']);
    assert.deepEqual(await complete('berth usage --by p'), ['project']);
    await eventually(
      async () => assert.deepEqual(await complete('berth project show dig'), ['digits']),
      PATIENCE,
    );
    await eventually(async () => assert.ok((await complete('berth logs gat')).includes('gated')), PATIENCE);
  });

  it('shows the devices of a pool with their use', async () => {
    await eventually(async () => {
      const { status, out, said } = await berth(['top', 'default', '--once', '--json']);
      assert.equal(status, 0, said);
      const devices = JSON.parse(out) as { uuid: string; utilisationGpu?: number; temperature?: number }[];
      assert.equal(devices.length, 2, out);
      for (const { utilisationGpu } of devices) assert.equal(typeof utilisationGpu, 'number', out);
    }, PATIENCE);
  });

  it('finds things by name and by the beginning of an id, and says what there is', async () => {
    const shown = await berth(['job', 'show', 'gated', '-o', 'name']);
    assert.equal(shown.status, 0, shown.said);
    const id = shown.out.trim();
    assert.equal((await berth(['job', 'show', id.slice(0, 12), '-o', 'name'])).out.trim(), id);
    const missing = await berth(['project', 'show', 'letters']);
    assert.equal(missing.status, 5);
    assert.match(missing.said, /there is no project letters; there are digits/);
  });
});
