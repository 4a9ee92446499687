import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runWithTimeout } from '../run-with-timeout.js';
import { parseNvidiaReport, type NvidiaReport } from './nvidia-smi-report.js';

/** Maximum hanging calls; with more, no call is made until one of them has ended. */
const MAX_HANGING = 3;
/** "The infoROM is corrupted" (nvidia-smi(1)): a warning below complete output. */
const ACCEPTED_EXIT_CODES = [14];

/** The program that comes with NVIDIA's driver. */
export class NvidiaSmi {
  #hanging = 0;

  constructor(
    private readonly program = 'nvidia-smi',
    private readonly timeoutMs = 20_000,
  ) {}

  /** Undefined where the program is not installed. */
  async report(): Promise<NvidiaReport | undefined> {
    try {
      return parseNvidiaReport(await this.#run(['-q', '-x']));
    } catch (error) {
      if (await isNotInstalled(this.program, error)) return undefined;
      throw error;
    }
  }

  /** By GPU and the device's index on it; the report itself has no UUIDs of MIG devices. */
  async migDevices(): Promise<ReadonlyMap<string, MigName>> {
    return parseMigNames(await this.#run(['-L']));
  }

  /** By UUID; empty with drivers before 510, which don't support the query. */
  async computeCapabilities(): Promise<ReadonlyMap<string, string>> {
    const table = await this.#run(['--query-gpu=uuid,compute_cap', '--format=csv,noheader']).catch(() => '');
    return new Map(
      [...table.matchAll(/^(GPU-\S+), *(\d+\.\d+)\s*$/gm)].map(([, uuid = '', capability = '']) => [
        uuid,
        capability,
      ]),
    );
  }

  async #run(args: readonly string[]): Promise<string> {
    if (this.#hanging >= MAX_HANGING) throw new Error('nvidia-smi hangs and cannot be killed');
    const onTimeout = (ended: Promise<void>) => {
      this.#hanging += 1;
      void ended.then(() => (this.#hanging -= 1));
    };
    return runWithTimeout(this.program, args, {
      timeoutMs: this.timeoutMs,
      acceptedExitCodes: ACCEPTED_EXIT_CODES,
      onTimeout,
    });
  }
}

/**
 * Whether a program could not be run because there is none. "Permission denied" (execvp(3)) can mean that too: a folder
 * of the path may not be looked into, and no other has it.
 */
export async function isNotInstalled(
  program: string,
  error: unknown,
  path = process.env['PATH'] ?? '',
): Promise<boolean> {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EACCES' || program.includes('/')) return code === 'ENOENT';
  const found = path.split(delimiter).map((folder) => access(join(folder, program)));
  return (await Promise.allSettled(found)).every(({ status }) => status === 'rejected');
}

export interface MigName {
  readonly uuid: string;
  /** Such as `1g.10gb`. */
  readonly profile: string;
}

export const migKey = (gpuUuid: string, index: number): string => `${gpuUuid}/${index}`;

/** `nvidia-smi -L`: a line per GPU, and below it one per MIG device with its UUID. */
export function parseMigNames(listing: string): ReadonlyMap<string, MigName> {
  const names = new Map<string, MigName>();
  let gpu = '';
  for (const line of listing.split('\n')) {
    gpu = /^GPU \d+: .*\(UUID: (GPU-[^)]+)\)/.exec(line)?.[1] ?? gpu;
    const [, profile, index, uuid] = /^\s+MIG (\S+)\s+Device\s+(\d+): \(UUID: (MIG-[^)]+)\)/.exec(line) ?? [];
    if (profile && index && uuid) names.set(migKey(gpu, Number(index)), { uuid, profile });
  }
  return names;
}
