import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from '../errors.js';

export type Environment = { readonly [variable: string]: string | undefined };

/** `BERTH_CONFIG`, or `berth` where configuration is kept. */
export function configFolder(env: Environment): string {
  const own = env['BERTH_CONFIG'];
  if (own) return own;
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'berth');
}

/**
 * A JSON object of a file; undefined where there is no such file.
 * @throws UsageError that names the file and the line
 */
export function readJsonObject(path: string): { readonly [name: string]: unknown } | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`${path} can't be read: ${(error as Error).message}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${(error as Error).message}`, `correct it, or remove it`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${path} must hold an object, such as {"contexts": {}}`);
  return value as { readonly [name: string]: unknown };
}

/** Whole or not at all: readers see the old file or the new one. */
export function writeFileAtomically(path: string, text: string, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(temporary, text, { mode, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UsageError(`${path} can't be written: ${(error as Error).message}`);
  }
}

export const writeJson = (path: string, value: unknown): void =>
  writeFileAtomically(path, `${JSON.stringify(value, undefined, 2)}\n`);
