// Fetches the wheels that the client for Python needs, by the checksums of its lock file, for the gateway to serve:
//   node scripts/fetch-python-wheels.mjs    says on stderr why there are none, and ends with status 0
// An installation without a way to the internet has them from where it was built.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython, pipDownload, reasonOf } from './python/pip.mjs';
import { roundsOf } from './python/requirements.mjs';

const CLIENT = fileURLToPath(new URL('../clients/python/', import.meta.url));
const LOCK = join(CLIENT, 'requirements/client.txt');
const OUT = join(CLIENT, 'dist/needed');

const sha256 = (content) => createHash('sha256').update(content).digest('hex');

async function fetchWheels() {
  const lock = readFileSync(LOCK, 'utf8');
  const known = join(OUT, 'needed.json');
  if (existsSync(known) && JSON.parse(readFileSync(known, 'utf8')).lock === sha256(lock)) return;
  const { path } = await findPython();
  mkdirSync(dirname(OUT), { recursive: true });
  const folder = mkdtempSync(join(dirname(OUT), '.needed-'));
  try {
    for (const round of roundsOf(lock)) {
      const file = join(folder, 'round.txt');
      writeFileSync(file, round);
      await pipDownload(path, folder, ['--require-hashes', '--requirement', file]);
      rmSync(file);
    }
    const wheels = readdirSync(folder)
      .sort()
      .map((name) => ({
        project: name.split('-')[0].toLowerCase().replaceAll('_', '-'),
        file: name,
        sha256: sha256(readFileSync(join(folder, name))),
      }));
    writeFileSync(
      join(folder, 'needed.json'),
      `${JSON.stringify({ lock: sha256(lock), wheels }, undefined, 2)}\n`,
    );
    chmodSync(folder, 0o755);
    rmSync(OUT, { recursive: true, force: true });
    renameSync(folder, OUT);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

fetchWheels().catch((error) => {
  console.error(`what the client for Python needs is not served, only itself: ${reasonOf(error)}`);
});
