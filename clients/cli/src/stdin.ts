import { text } from 'node:stream/consumers';
import { UsageError } from './errors.js';

/** A secret comes by a pipe or a file, since arguments are seen by all users of a machine. */
export async function firstLine(option: string): Promise<string> {
  const [line] = await firstLines(1, option);
  return line;
}

/** As many lines as that, none of them empty. */
export async function firstLines(count: 1, option: string): Promise<readonly [string]>;
export async function firstLines(count: 2, option: string): Promise<readonly [string, string]>;
export async function firstLines(count: number, option: string): Promise<readonly string[]> {
  if (process.stdin.isTTY)
    throw new UsageError(`${option}: standard input is a terminal; give it by < FILE or a pipe`);
  const lines = (await text(process.stdin)).split(/\r?\n/).slice(0, count);
  for (const place of Array.from({ length: count }).keys())
    if ((lines[place] ?? '').trim() === '')
      throw new UsageError(`${option}: the ${ORDINALS[place] ?? ''} line of standard input is empty`);
  return lines;
}

const ORDINALS = ['first', 'second'];
