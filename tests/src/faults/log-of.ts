import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '../platform/platform.js';

export interface LogLine {
  readonly level: number;
  readonly time: string;
  readonly msg: string;
  readonly part?: string;
}

/** What a process has logged so far. */
export const logOf = (platform: Platform, process: string): readonly LogLine[] =>
  readFileSync(join(platform.data, 'logs', `${process}.log`), 'utf8')
    .split('\n')
    .filter((text) => text.startsWith('{'))
    .map((text) => JSON.parse(text) as LogLine);
