import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOMY = '8g';

/** A disk of a test's own that can be full: a tmpfs, which is full where its size is what is in it. */
export class SmallDisk {
  private constructor(readonly folder: string) {
    process.once('exit', () => this.#unmount());
  }

  /** Undefined where this machine lets the test mount nothing. */
  static mount(): SmallDisk | undefined {
    const folder = join(mkdtempSync(join(tmpdir(), 'berth-small-disk-')), 'disk');
    mkdirSync(folder);
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${ROOMY}`, 'berth-test', folder]);
    return status === 0 ? new SmallDisk(folder) : undefined;
  }

  get freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  /** Nothing more fits, whatever is written meanwhile. */
  fill(): void {
    do {
      const { blocks, bfree, bsize } = statfsSync(this.folder);
      this.#resize(String((blocks - bfree) * bsize));
    } while (this.freeBytes > 0);
  }

  makeRoom(): void {
    if (!this.#resize(ROOMY)) throw new Error(`${this.folder} could not be made larger`);
  }

  #resize(size: string): boolean {
    return spawnSync('mount', ['-o', `remount,size=${size}`, this.folder]).status === 0;
  }

  #unmount(): void {
    spawnSync('umount', ['-l', this.folder]);
    rmSync(join(this.folder, '..'), { recursive: true, force: true });
  }
}
