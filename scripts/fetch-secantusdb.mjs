// Installs SecantusDB, a server that speaks MongoDB's protocol on MongoDB's own storage engine, for tests:
//   node scripts/fetch-secantusdb.mjs        prints the folder it is in, or says on stderr why there is none
// It comes from PyPI with its dependencies (about 120 MB), into data/tools and nowhere else.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const VERSION = '0.7.0b3';
const TOOLS = fileURLToPath(new URL('../data/tools', import.meta.url));
const FOLDER = join(TOOLS, `secantusdb-${VERSION}`);
const PYTHONS = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const INSTALL_TIMEOUT_MS = 300_000;
const run = promisify(execFile);

/** A Python that SecantusDB has binaries for, by its full path, with pip. */
async function findPython() {
  const problems = [];
  for (const name of PYTHONS) {
    try {
      const script = 'import sys, pip; print(sys.executable, "%d.%d" % sys.version_info[:2])';
      const { stdout } = await run(name, ['-c', script]);
      const [path, version] = stdout.trim().split(' ');
      if (['3.10', '3.11', '3.12', '3.13'].includes(version)) return path;
      problems.push(`${name} is ${version}`);
    } catch (error) {
      problems.push(error.code === 'ENOENT' ? `no ${name}` : `${name} has no pip`);
    }
  }
  throw new Error(`SecantusDB requires Python 3.10 to 3.13 with pip (${problems.join(', ')})`);
}

/** Into a folder of our own first: the final one is always complete. */
async function install() {
  const python = await findPython();
  const unfinished = join(TOOLS, `.secantusdb-${process.pid}`);
  await mkdir(unfinished, { recursive: true });
  try {
    const options = ['--quiet', '--no-input', '--disable-pip-version-check', '--retries=1', '--timeout=20'];
    const what = ['--only-binary=:all:', '--target', unfinished, `secantusdb==${VERSION}`];
    await run(python, ['-m', 'pip', 'install', ...options, ...what], { timeout: INSTALL_TIMEOUT_MS });
    await writeFile(join(unfinished, 'python'), python);
    await rename(unfinished, FOLDER).catch((error) => {
      if (!existsSync(FOLDER)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

try {
  if (!existsSync(FOLDER)) await install();
  console.log(FOLDER);
} catch (error) {
  const [reason = ''] = (error.stderr || error.message).trim().split('\n').slice(-1);
  console.error(`SecantusDB cannot be installed: ${reason}`);
  process.exitCode = 1;
}
