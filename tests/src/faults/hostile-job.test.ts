import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { skipTest } from '@berth/testing/test-end';
import { fileURLToPath } from 'node:url';
import { eventually } from '@berth/testing/eventually';
import { tempDir } from '@berth/testing/temp-dir';
import { defined } from '@berth/kernel/defined';
import { jobOf, linesOf, submit, untilState } from '../platform/jobs.js';
import { createLab, logIn, nodesOf, type Lab, type Nodes } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(300_000);

const NOBODY = 65_534;
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const isRoot = process.getuid?.() === 0;

/** Reports what it could read. */
const ATTACK = `
  for secret in "$DATA"/secrets/* "$DATA"/trust/* "$DATA"/trust/*/* "$DATA"/services/*/*.sqlite \\
    "$DATA"/agent/* "$DATA"/agent/runs/*/spec.json "$DATA"/agent/runs/*/env "$DATA"/agent/runs/*/work/secret \\
    /tmp/secret-of-neighbour; do
    [ -f "$secret" ] && head -c 1 "$secret" > /dev/null 2>&1 && echo "got: $secret"
  done
  grep -qsl 'MINE=only-mine' /proc/[0-9]*/environ && echo 'got: the environment of another job'
  for pid in $(ls /proc | grep '^[0-9]*$'); do
    tr '\\0\\n' '  ' 2> /dev/null < "/proc/$pid/cmdline" | grep -v attacked | grep -q 'agent/dist/main.js\\|supervise.sh' &&
      kill -0 "$pid" 2> /dev/null && echo "got: process $pid of the platform"
  done
  (echo 'process.exit(0)' > "$ROOT/agent/dist/attack.js") 2> /dev/null
  node "$ROOT/scripts/admin.mjs" --data "$DATA" create --username eve --email eve@example.org < /dev/null 2>&1 | tail -n 1
  echo attacked`;

interface HostSeen {
  readonly status: string;
  readonly facts: { readonly isolation: string | null; readonly adminsOnly: boolean } | null;
}

async function hostOf({ admin }: Lab): Promise<HostSeen> {
  const { hosts } = await admin.api.ask<{ hosts: Nodes<HostSeen> }>(
    '{ hosts { edges { node { status facts { isolation adminsOnly } } } } }',
  );
  const [host] = nodesOf(hosts);
  assert.ok(host);
  return host;
}

async function startAs(
  uid: number | undefined,
  env: { readonly [variable: string]: string } = {},
): Promise<Platform> {
  const folder = join(tempDir('attacked'), 'of-user');
  mkdirSync(folder, { mode: 0o711 });
  if (uid !== undefined) chownSync(folder, uid, uid);
  return Platform.startFor({
    data: join(folder, 'data'),
    simulateGpus: 1,
    ...defined({ uid }),
    env: {
      BERTH_TRUST_JOBS: 'false',
      HOME: uid === undefined ? (process.env['HOME'] ?? '/') : folder,
      ...env,
    },
  });
}

/** Supervisors of a run that are there still, by the folder that they were started for. */
const supervisorsOf = (folder: string): readonly string[] =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(folder);
    } catch {
      return false;
    }
  });

async function resistsAttack(platform: Platform, lab: Lab): Promise<void> {
  const agent = platform.pidOf('agent');
  const neighbour = await submit(lab, {
    env: [{ name: 'MINE', value: 'only-mine' }],
    command: ['sh', '-c', 'echo mine | tee secret > /tmp/secret-of-neighbour; exec sleep 600'],
  });
  await untilState(lab.ada.api, neighbour, ['RUNNING']);
  const attacker = await submit(lab, {
    env: Object.entries({ DATA: platform.data, ROOT }).map(([name, value]) => ({ name, value })),
    command: ['sh', '-c', ATTACK],
  });
  await untilState(lab.ada.api, attacker, ['SUCCEEDED']);
  const said = await linesOf(lab.ada.api, attacker);
  const wrote = existsSync(join(ROOT, 'agent', 'dist', 'attack.js'));
  rmSync(join(ROOT, 'agent', 'dist', 'attack.js'), { force: true });
  assert.equal(wrote, false, 'it wrote what the platform runs');
  assert.deepEqual(
    said.filter((line) => line.startsWith('got:')),
    [],
  );
  assert.equal(said.at(-1), 'attacked');
  await assert.rejects(logIn(platform, 'eve'));

  const supervisorKiller = await submit(lab, { command: ['sh', '-c', 'kill -9 $PPID; sleep 0.3; exit 7'] });
  const job = await eventually(
    async () => {
      const seen = await jobOf(lab.ada.api, supervisorKiller);
      assert.equal(seen.state, 'FAILED');
      return seen;
    },
    { timeoutMs: 60_000, everyMs: 100 },
  );
  assert.deepEqual(
    job.runs.map(({ outcome }) => outcome),
    ['FAILED'],
  );
  const runs = join(platform.data, 'agent', 'runs');
  await eventually(() => {
    const supervised = readdirSync(runs).filter((name) => supervisorsOf(join(runs, name)).length > 0);
    assert.equal(supervised.length, 1, 'only the neighbour is supervised still');
  });
  assert.equal(platform.pidOf('agent'), agent);
  assert.equal((await jobOf(lab.ada.api, neighbour)).state, 'RUNNING');
  await lab.ada.api.do('cancelJob', { jobId: neighbour }, 'job { state }');
  await untilState(lab.ada.api, neighbour, ['CANCELLED']);
}

/** Members' jobs never start there, with the reason shown; those of admins run. */
async function runsAdminJobsOnly(lab: Lab): Promise<void> {
  const refused = await lab.ada.api.tryTo<{ code?: string; message?: string }>(
    'submitJob',
    { name: 'a job', project: lab.project, command: ['true'] },
    'job { id }',
  );
  assert.equal(refused.code, 'CAN_NEVER_RUN');
  assert.match(refused.message ?? '', /cannot isolate jobs from the platform, and takes only jobs of admins/);
  const own = await submit(lab, { command: ['true'] }, lab.admin.api);
  await untilState(lab.admin.api, own, ['SUCCEEDED']);
}

describe('a job that attacks its supervisor, its neighbours and the platform', () => {
  for (const [who, uid] of [
    ['the user of the tests', undefined],
    ['an ordinary user', NOBODY],
  ] as const) {
    it(`gets hold of nothing where the platform runs as ${who}`, async () => {
      const as = uid === undefined ? {} : { uid, gid: uid };
      if (uid !== undefined && !isRoot) skipTest('the tests run as an ordinary user: see above');
      if (spawnSync(process.execPath, ['--version'], as).status !== 0)
        skipTest(`could not be had: user ${uid} may not run ${process.execPath}`);
      const platform = await startAs(uid);
      const lab = await createLab(platform);
      const { facts } = await hostOf(lab);
      assert.ok(facts?.isolation);
      console.log(facts.isolation);
      if (facts.adminsOnly) await runsAdminJobsOnly(lab);
      else await resistsAttack(platform, lab);
    });
  }

  it('does not get to a host that cannot hold it apart', async () => {
    const platform = await startAs(undefined, { BERTH_ISOLATION: 'none' });
    const lab = await createLab(platform);
    const { facts } = await hostOf(lab);
    assert.equal(facts?.adminsOnly, true);
    assert.match(facts.isolation ?? '', /only jobs of admins are accepted/);
    await runsAdminJobsOnly(lab);
  });
});
