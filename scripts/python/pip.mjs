import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const TOOLS = fileURLToPath(new URL('../../data/tools', import.meta.url));
/** Those that packages have binaries for, the one that most people have first. */
const VERSIONS = ['3.11', '3.12', '3.13', '3.10'];
const INSTALL_TIMEOUT_MS = 300_000;
const run = promisify(execFile);

/**
 * A Python with pip, by its full path.
 *
 * @param version such as 3.12; any where it is undefined
 */
export async function findPython(version) {
  const problems = [];
  for (const program of candidates(version)) {
    try {
      const script = 'import sys, pip; print(sys.executable, "%d.%d" % sys.version_info[:2])';
      const { stdout } = await run(program, ['-c', script]);
      const [path, found] = stdout.trim().split(' ');
      if (version === undefined ? VERSIONS.includes(found) : found === version)
        return { path, version: found };
      problems.push(`${program} is ${found}`);
    } catch (error) {
      problems.push(error.code === 'ENOENT' ? `no ${program}` : `${program} is none, or has no pip`);
    }
  }
  throw new Error(`requires Python ${version ?? '3.10 to 3.13'} with pip (${problems.join(', ')})`);
}

/** Also those that pyenv keeps beside the one that is chosen. */
function candidates(version) {
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const wanted = version === undefined ? VERSIONS : [version];
  const kept = existsSync(versions) ? readdirSync(versions) : [];
  const ofPyenv = wanted.flatMap((each) => kept.filter((name) => name.startsWith(`${each}.`)));
  return [
    'python3',
    ...wanted.map((each) => `python${each}`),
    ...ofPyenv.map((name) => join(versions, name, 'bin', 'python')),
  ];
}

/** Installs what pip's arguments name. Into a folder of its own first: the final one is always complete. */
export async function pipInstall(python, folder, what) {
  if (existsSync(folder)) return;
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    const options = ['--quiet', '--no-input', '--disable-pip-version-check', '--retries=1', '--timeout=20'];
    const all = ['--only-binary=:all:', '--target', unfinished, ...what];
    await run(python, ['-m', 'pip', 'install', ...options, ...all], { timeout: INSTALL_TIMEOUT_MS });
    await writeFile(join(unfinished, 'python'), python);
    await rename(unfinished, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Puts wheels for any Python of this machine's kind into a folder, and nothing that they depend on. */
export async function pipDownload(python, folder, what) {
  const options = ['--quiet', '--no-input', '--disable-pip-version-check', '--retries=1', '--timeout=20'];
  const all = ['--only-binary=:all:', '--no-deps', '--ignore-requires-python', '--dest', folder, ...what];
  await run(python, ['-m', 'pip', 'download', ...options, ...all], { timeout: INSTALL_TIMEOUT_MS });
}

/** The last line of what pip said, or of the error. */
export const reasonOf = (error) => (error.stderr || error.message).trim().split('\n').slice(-1)[0] ?? '';
