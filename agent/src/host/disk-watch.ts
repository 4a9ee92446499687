import { statfs } from 'node:fs/promises';
import type { Logger } from '@berth/service-host/log';
import type { HostConditions } from './conditions.js';

export interface DiskWatchOptions {
  /** On the disk that is watched. */
  readonly folder: string;
  /** Less than so much free is full: runs and their notes need room while somebody makes more. */
  readonly minFreeBytes: number;
  readonly conditions: HostConditions;
  readonly log: Logger;
}

const EVERY_MS = 2_000;
/** Full disks have room again only when there is so much more, or the host would come and go with every line of output. */
const ROOM_AGAIN = 1.25;
/** A run takes some twenty files. */
const MIN_FILES = 1_000;

/**
 * Says that the disk of the runs is full, in the host's conditions, and takes it back when there is room: the host gets no
 * work meanwhile that it could not begin.
 */
export class DiskWatch {
  #timer: NodeJS.Timeout | undefined;
  #isFull = false;

  constructor(private readonly options: DiskWatchOptions) {}

  async start(): Promise<void> {
    await this.look();
    this.#timer = setInterval(() => void this.look(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async look(): Promise<void> {
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
      log.warn({ err: error, folder }, 'the free space of the disk can not be read');
    }
  }
}

const FULL = 'the disk of the runs is full: the host takes no work until there is room';
const ROOM = 'the disk of the runs has room again';
const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
const fullDisk = (room: string): string =>
  `the disk that holds its runs has room for less than ${room}; delete something there`;
