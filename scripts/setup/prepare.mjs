import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuild } from './build.mjs';
import { FixableError } from './errors.mjs';
import { takeLock } from './lock-file.mjs';
import { ensureNatsServer } from './nats-server.mjs';
import { ensureNode } from './node.mjs';
import { ensurePackages } from './packages.mjs';
import { TOOLS } from './paths.mjs';
import { step } from './progress.mjs';

const SETUP_LOCK_TIMEOUT_MS = 20 * 60_000;

/** Brings the clone to where it can run: Node 24, nats-server, packages, a build. Resolves to the programs' paths. */
export async function prepare() {
  if (Number(process.versions.node.split('.')[0]) < 18) {
    throw new FixableError(`this is Node ${process.version}; use 18 or later`);
  }
  const lock = await acquireSetupLock();
  try {
    const node = await ensureNode();
    const settled = await Promise.allSettled([
      ensureNatsServer(),
      ensurePackages(node).then(() => ensureBuild(node)),
    ]);
    // jobs run under accounts of their own, with our Node; what is private beside it is so by itself
    chmodSync(TOOLS, 0o755);
    // only when both have come to their end is nothing of theirs left running
    for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason;
    return { node, natsServer: settled[0].value };
  } finally {
    lock.release();
  }
}

/** Two commands on a fresh clone must not install into the same folders at once. */
async function acquireSetupLock() {
  const path = join(TOOLS, 'setup.lock');
  const first = takeLock(path);
  if (!first.holder) return first;
  return step(`waiting for process ${first.holder.pid}, which is setting up this clone`, async () => {
    for (const deadline = Date.now() + SETUP_LOCK_TIMEOUT_MS; Date.now() < deadline;) {
      await sleep(200);
      const lock = takeLock(path);
      if (!lock.holder) return lock;
    }
    throw new FixableError(
      `timed out waiting for process ${first.holder.pid}, which is setting up this clone; stop it and try again`,
    );
  });
}
