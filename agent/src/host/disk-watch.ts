import { statfs } from 'node:fs/promises';
import type { Logger } from '@berth/service-host/log';
import type { HostConditions } from './conditions.js';

export interface DiskWatchOptions {
  /** On the disk that is watched. */
  readonly folder: string;
  /** Less than so much free is full: runs and their journals need room until space is freed. */
  readonly minFreeBytes: number;
  readonly conditions: HostConditions;
  readonly log: Logger;
}

const EVERY_MS = 2_000;
/**
 * A full disk counts as free again only with so much more room (hysteresis), or the host would flap with every line of
 * output.
 */
const ROOM_AGAIN = 1.25;
/** A run takes some twenty files. */
const MIN_FILES = 1_000;

/**
 * Raises the condition that the disk of the runs is full, and clears it when there is room: meanwhile the host gets no
 * work that it could not begin.
 */
export class DiskWatch {
  #timer: NodeJS.Timeout | undefined;
  #isFull = false;

  constructor(private readonly options: DiskWatchOptions) {}

  async start(): Promise<void> {
    await this.check();
    this.#timer = setInterval(() => void this.check(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async check(): Promise<void> {
    const { folder, minFreeBytes, conditions, log } = this.options;
    try {
      const { bavail, bsize, files, ffree } = await statfs(folder);
      const factor = this.#isFull ? ROOM_AGAIN : 1;
      const lacksBytes = bavail * bsize < minFreeBytes * factor;
      // some file systems count no files
      const lacksFiles = files > 0 && ffree < MIN_FILES * factor;
      if (lacksBytes) conditions.raise('diskFull', fullDisk(`${megabytes(minFreeBytes)} MB`));
      else if (lacksFiles) conditions.raise('diskFull', fullDisk(`${MIN_FILES} files (inodes)`));
      else conditions.clear('diskFull');
      const isFull = lacksBytes || lacksFiles;
      if (isFull !== this.#isFull) log[isFull ? 'warn' : 'info']({ folder }, isFull ? FULL : ROOM);
      this.#isFull = isFull;
    } catch (error) {
      log.warn({ err: error, folder }, 'the free space of the disk cannot be read');
    }
  }
}

const FULL = 'the disk of the runs is full: the host takes no work until there is free space';
const ROOM = 'the disk of the runs has free space again';
const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
const fullDisk = (room: string): string =>
  `the disk of its runs has less than ${room} free; delete files there`;
