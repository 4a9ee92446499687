import type { LogChunk } from '@berth/contracts/agent/messages';
import { idFromName } from '@berth/kernel/ids';
import type { ArrivedChunk } from '../archive/log-archive.js';

export const idOf = (name: string): string => idFromName('test', name);
export const NOON = '2026-03-01T12:00:00.000Z';

export const aChunk = (changes: Partial<LogChunk> = {}): LogChunk => ({
  stream: 'stdout',
  seq: 0,
  offset: 0,
  text: 'hello\n',
  at: NOON,
  last: false,
  ...changes,
});

export const arrived = (
  changes: Partial<LogChunk> = {},
  { job = 'job', run = 1 }: { job?: string; run?: number } = {},
): ArrivedChunk => ({ jobId: idOf(job), run, chunk: aChunk(changes) });
