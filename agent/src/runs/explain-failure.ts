import { open } from 'node:fs/promises';
import type { ErrorClass, Failure } from '@berth/contracts/scheduler/failures';
import { isGpuOutOfMemory } from '@berth/contracts/log-levels';
import { defined } from '@berth/kernel/defined';
import type { RunEnd, RunOutput } from '../executors/executor.js';

const TAIL_BYTES = 64 * 1024;

export interface Explanation {
  readonly errorClass?: ErrorClass;
  readonly failure?: Failure;
  readonly message?: string;
}

/** Why a run failed: by how it ended, and by the end of its output, the only sign of a lack of GPU memory. */
export async function explainFailure(end: RunEnd, output: RunOutput): Promise<Explanation> {
  const { errorClass, message } = end;
  if (end.outcome === 'failed' && (errorClass === 'exitCode' || errorClass === 'signal')) {
    for (const file of [output.stderr, output.stdout]) {
      const line = (await tailOf(file)).split('\n').findLast(isGpuOutOfMemory);
      if (line === undefined) continue;
      const advice = 'the GPU ran out of memory; use a smaller batch, or request a GPU with more memory';
      return { errorClass: 'gpuOutOfMemory', message: `${advice} (${line.trim().slice(0, 500)})` };
    }
  }
  return {
    ...(errorClass === undefined ? {} : reported(errorClass)),
    ...defined({ message }),
  };
}

/** Some are subclasses of others, which is how older readers know them. */
function reported(errorClass: NonNullable<RunEnd['errorClass']>): Explanation {
  if (errorClass === 'commandNotFound') return { errorClass: 'exitCode', failure: errorClass };
  if (errorClass === 'outputLimit') return { errorClass: 'signal', failure: errorClass };
  return { errorClass };
}

async function tailOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    await file.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8');
  } finally {
    await file.close();
  }
}
