import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';

/** Files with secrets in them: 0600 in folders of 0700, and never half written under their final name. */
export function ensurePrivateDir(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

/** Replaces the file in one step; a crash leaves the old one or the new one. */
export function replacePrivateFile(path: string, content: string | Uint8Array): void {
  const temporary = writeTemporary(path, content);
  renameSync(temporary, path);
  syncDir(dirname(path));
}

/** Writes the file if there is none. Of two racing writers one wins, and both get the winner's content. */
export function keepPrivateFile(path: string, make: () => string | Uint8Array): Uint8Array {
  const existing = readIfThere(path);
  if (existing) return existing;
  const temporary = writeTemporary(path, make());
  try {
    linkSync(temporary, path);
    syncDir(dirname(path));
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  return readFileSync(path);
}

export function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function writeTemporary(path: string, content: string | Uint8Array): string {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    const bytes = Buffer.from(content);
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return temporary;
}

/** A name is on disk for certain only after its folder has been synced. */
function syncDir(path: string): void {
  const dir = openSync(path, 'r');
  try {
    fsyncSync(dir);
  } finally {
    closeSync(dir);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
