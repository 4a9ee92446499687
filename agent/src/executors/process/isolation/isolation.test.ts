import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, copyFileSync, linkSync, mkdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { skipTest } from '@berth/testing/test-end';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tempDir } from '@berth/testing/temp-dir';
import type { IsolationKind } from './isolation.js';
import type { AttackedHost } from './testing/attacked-host.js';

jest.setTimeout(300_000);

const run = promisify(execFile);
const HOST = fileURLToPath(new URL('testing/attacked-host.js', import.meta.url));
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
/** A host that shows the folder a second time at another point, and has file systems in the shared one and beside programs. */
const WITH_MOUNTS = `
  mkdir -p "$0/shared/inner" "$0/tools/bin" "$0/tools/cache" && chown --reference="$0" "$0/shared"
  mount -t tmpfs -o mode=0777 inner "$0/shared/inner" && mount -t tmpfs -o mode=0777 cache "$0/tools/cache"
  mount --rbind "$0" /mnt
  exec "$@"`;
const mayMount =
  isRoot && spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'x', '/mnt']).status === 0;
const AS_NOBODY = ['setpriv', '--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'];

/** As the launcher's own is, in the platform's folder, which only its user may enter. */
function nodeWithin(folder: string): string {
  const owner = statSync(folder);
  const node = join(folder, 'platform', 'tools', 'node', 'bin', 'node');
  mkdirSync(dirname(node), { recursive: true });
  try {
    linkSync(process.execPath, node);
  } catch {
    copyFileSync(process.execPath, node);
  }
  for (const path of [join(folder, 'platform'), join(folder, 'platform', 'tools')]) {
    chownSync(path, owner.uid, owner.gid);
    chmodSync(path, 0o700);
  }
  return node;
}

const mayChangeUser = isRoot && spawnSync(AS_NOBODY[0] ?? '', [...AS_NOBODY.slice(1), 'true']).status === 0;

interface Way {
  readonly kind: IsolationKind;
  /** What is tried; nothing: what every job is trusted with. */
  readonly kinds: readonly IsolationKind[];
  readonly asRoot: boolean;
}

const WAYS: readonly Way[] = [
  { kind: 'accountsAndNamespaces', kinds: ['accountsAndNamespaces'], asRoot: true },
  { kind: 'accounts', kinds: ['accounts'], asRoot: true },
  { kind: 'namespaces', kinds: ['namespaces'], asRoot: false },
];

/** Ends the test as skipped where this machine can't have it. */
async function attacked({ kind, kinds, asRoot }: Way): Promise<AttackedHost> {
  if (asRoot && !isRoot) skipTest(`${kind} could not be had: the tests don't run as root`);
  const as = isRoot && !asRoot ? AS_NOBODY : ['env'];
  const folder = tempDir('attacked');
  chmodSync(folder, 0o711);
  const own = join(folder, 'host');
  mkdirSync(own, { mode: 0o711 });
  if (as === AS_NOBODY) chownSync(own, NOBODY, NOBODY);
  const around = mayMount ? ['unshare', '--mount', 'sh', '-c', WITH_MOUNTS, own] : [];
  const node = isRoot ? nodeWithin(own) : process.execPath;
  const [first = '', ...rest] = [...around, ...as, node, HOST, own, randomUUID(), ...kinds];
  const readable = spawnSync(as[0] ?? '', [...as.slice(1), process.execPath, '--check', HOST]);
  if (readable.status !== 0) skipTest(`${kind} is not available: the account nobody may not run the tests`);
  const env = {
    ...process.env,
    PATH: [join(own, 'tools', 'bin'), process.env['PATH']].join(delimiter),
    HOME: as === AS_NOBODY ? own : process.env['HOME'],
  };
  const { stdout } = await run(first, rest, { env, timeout: 100_000 });
  const found = JSON.parse(stdout) as AttackedHost;
  if (found.kind === kind) return found;
  // other than namespaces, which the kernel may refuse
  assert.ok(!(kind === 'accounts' && mayChangeUser), `accounts could not be had: ${found.statement}`);
  skipTest(`${kind} could not be had: ${found.statement}`);
}

describe('jobs held apart', () => {
  for (const way of WAYS) {
    it(`by ${way.kind} reach neither the platform nor each other, and can do their work`, async () => {
      const found = await attacked(way);
      assert.deepEqual(found.got, []);
      assert.equal(found.attack.outcome, 'succeeded', found.attack.message);
      assert.deepEqual(found.lacks, []);
      // the first of its namespaces can't be killed from within, nor can root's
      assert.deepEqual([found.supervisorKiller.outcome, found.supervisorKiller.exitCode], ['failed', 7]);
      assert.deepEqual(found.left, []);
      assert.deepEqual(found.agentFailures, []);
      assert.ok(found.begun < 60, `it began ${found.begun} processes`);
      assert.equal(found.takenOver.outcome, 'preempted');
      assert.equal(found.memberRun.outcome, 'succeeded');
    });
  }

  it('are only those of admins where neither accounts nor namespaces can be had', async () => {
    const found = await attacked({ kind: 'none', kinds: ['none'], asRoot: isRoot });
    assert.ok(found);
    assert.match(found.statement, /only jobs of admins are accepted/);
    assert.deepEqual([found.memberRun.outcome, found.memberRun.errorClass], ['failed', 'startFailed']);
    assert.match(found.memberRun.message ?? '', /only jobs of admins/);
  });

  it('reach everything where they are trusted; one that kills its supervisor fails, and leaves nothing', async () => {
    const found = await attacked({ kind: 'none', kinds: [], asRoot: isRoot });
    assert.ok(found);
    assert.match(found.statement, /all jobs are trusted/);
    for (const what of ['master.key', 'identity.nk', 'environment of another', 'wrote beside the platform'])
      assert.ok(
        found.got.some((each) => each.includes(what)),
        `${what} is not in ${found.got.join(', ')}`,
      );
    assert.ok(found.got.includes('signalled the platform'), found.got.join(', '));
    assert.deepEqual(
      [found.supervisorKiller.outcome, found.supervisorKiller.errorClass],
      ['failed', 'signal'],
    );
    assert.match(found.supervisorKiller.message ?? '', /its supervisor was killed/);
    assert.deepEqual(
      found.left.filter((line) => line.startsWith('supervisor')),
      [],
    );
    assert.equal(found.memberRun.outcome, 'succeeded');
  });
});
