import { text } from 'node:stream/consumers';
import { UsageError } from './errors.js';

/** A secret comes by a pipe or a file, since arguments are seen by all users of a machine. */
export async function firstLine(option: string): Promise<string> {
  if (process.stdin.isTTY)
    throw new UsageError(`${option}: standard input is a terminal; give it by < FILE or a pipe`);
  const line = (await text(process.stdin)).split(/\r?\n/)[0] ?? '';
  if (line.trim() === '') throw new UsageError(`${option}: the first line of standard input is empty`);
  return line;
}
