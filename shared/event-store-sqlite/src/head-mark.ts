import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';

export interface Head {
  readonly position: number;
  readonly checksum: number;
}

/**
 * A small file next to the database that holds the position of the last acknowledged append. SQLite cannot tell a
 * log whose tail was cut from one that was never written; this file can. It is written after each commit and not
 * synced, so it may lag behind the database and is never ahead of it, unless the database lost something.
 */
export class HeadMark {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  }

  write({ position, checksum }: Head): void {
    writeSync(this.#file, `${toText(position)} ${toText(checksum)}\n`, 0);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Nothing where there is no mark, as after a restore, or where a power cut left an empty one. */
export function readHeadMark(path: string): Head | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
  const match = /^(\d{16}) (\d{16})\n$/.exec(text);
  return match ? { position: Number(match[1]), checksum: Number(match[2]) } : undefined;
}

const toText = (value: number): string => String(value).padStart(16, '0');
