import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = (name: string): string =>
  fileURLToPath(new URL(`../../../scripts/${name}.mjs`, import.meta.url));

export interface PythonPackage {
  /** The program that runs it. */
  readonly python: string;
  /** What goes into `PYTHONPATH`. */
  readonly folder: string;
}

type Fetched = PythonPackage | { readonly unavailable: string };

/** A package of PyPI in a folder of its own, fetched where it is not there yet; or why it can't be had here. */
export const pythonPackage = (name: string, version: string): Promise<Fetched> =>
  fetched(script('fetch-python-package'), name, version);

/**
 * What a lock file of requirements names, fetched where it is not there yet; or why it can't be had here.
 * @param version of Python, such as 3.12; any where it is not given
 */
export const pythonEnvironment = (requirements: string, version?: string): Promise<Fetched> =>
  fetched(script('fetch-python-environment'), requirements, ...(version === undefined ? [] : [version]));

async function fetched(...args: readonly string[]): Promise<Fetched> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const folder = stdout.trim();
    return { folder, python: await readFile(join(folder, 'python'), 'utf8') };
  } catch (error) {
    return { unavailable: String((error as { readonly stderr?: unknown }).stderr ?? error).trim() };
  }
}
