import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FETCH = fileURLToPath(new URL('../../../scripts/fetch-python-package.mjs', import.meta.url));

export interface PythonPackage {
  /** The program that runs it. */
  readonly python: string;
  /** What goes into `PYTHONPATH`. */
  readonly folder: string;
}

/** A package of PyPI in a folder of its own, fetched where it is not there yet; or why it can't be had here. */
export async function pythonPackage(
  name: string,
  version: string,
): Promise<PythonPackage | { readonly unavailable: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [FETCH, name, version]);
    const folder = stdout.trim();
    return { folder, python: await readFile(join(folder, 'python'), 'utf8') };
  } catch (error) {
    return { unavailable: String((error as { readonly stderr?: unknown }).stderr ?? error).trim() };
  }
}
