import { randomUUID } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { link, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that the supervisor overwrites; blank until then. */
const WRITTEN_IN_PLACE = ['controller', 'leader', 'first', 'cause', 'refusal'] as const;
/** Files that are put into use by one rename or link. */
const SPARE = ['claim', 'status', 'stop', 'end'] as const;
const TAKEN = { claim: 'pid.json', status: 'status.json', stop: 'stop', end: 'end.json' } as const;
/** Created last: if it exists, all do. */
const LAST = 'refusal';
const SIZE = 4096;
const BLANK = `${' '.repeat(SIZE - 1)}\n`;

export type SpareFile = (typeof SPARE)[number];
const spareOf = (name: SpareFile): string => `${name}.reserved`;

/**
 * The small files through which agent and supervisor communicate about a run. Their space is allocated before the run
 * begins, so that a run can be stopped and its end recorded on a full disk.
 */
export class ControlFiles {
  constructor(private readonly folder: string) {}

  /**
   * May be repeated. Synchronous, since these are small writes that the run waits for.
   * @throws where there is no space, and leaves nothing half done
   */
  reserve(): void {
    if (existsSync(this.#path(LAST))) return;
    for (const name of [
      ...SPARE.filter((each) => !existsSync(this.#path(TAKEN[each]))).map(spareOf),
      ...WRITTEN_IN_PLACE,
    ])
      this.#blank(name);
  }

  /** Atomic, in the space reserved for it, else in new space. Leaves no file behind where the disk is full. */
  async write(name: string, content: string, spare?: SpareFile): Promise<void> {
    if (spare !== undefined && (await this.#useSpare(name, content, spare))) return;
    const temporary = this.#path(`${name}.${randomUUID()}.tmp`);
    try {
      await writeFile(temporary, content, { mode: 0o600 });
      await rename(temporary, this.#path(name));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Claims the run in place of a supervisor, so that none can begin; false where one has. */
  async claim(): Promise<boolean> {
    try {
      await link(this.#path(spareOf('claim')), this.#path('pid.json'));
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (code !== 'ENOENT') throw error;
    }
    // of a run that an earlier version of the agent accepted
    try {
      await (await open(this.#path('pid.json'), 'wx', 0o600)).close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  #blank(name: string): void {
    try {
      writeFileSync(this.#path(name), BLANK, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
      rmSync(this.#path(name), { force: true });
      throw error;
    }
  }

  /** False where the spare file is used already, or too small. */
  async #useSpare(name: string, content: string, spare: SpareFile): Promise<boolean> {
    const path = this.#path(spareOf(spare));
    const blanks = SIZE - 1 - Buffer.byteLength(content);
    const file = blanks < 0 ? undefined : await open(path, 'r+').catch(() => undefined);
    if (!file) return false;
    try {
      await file.write(`${content}${' '.repeat(blanks)}\n`, 0);
      await rename(path, this.#path(name));
      return true;
    } catch {
      return false;
    } finally {
      await file.close();
    }
  }

  #path(name: string): string {
    return join(this.folder, name);
  }
}
