import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CliError, Refused, Unreachable, UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import { problemOf, REST, type Query } from '../http/api.js';
import { reasonOf } from '../http/retry.js';
import { interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import { logsPath } from '../log-lines.js';

/** Options that say something else than all of the log, or how lines are shown. */
const OTHERS: readonly (readonly [option: string, flag: string])[] = [
  ['follow', '--follow'],
  ['tail', '--tail'],
  ['since', '--since'],
  ['at', '--at'],
  ['grep', '--grep'],
  ['regex', '--regex'],
  ['timestamps', '--timestamps'],
  ['lineNumbers', '--line-numbers'],
  ['exitStatus', '--exit-status'],
];

/** The file to write; undefined where the log is shown. */
export function fileOf(invocation: Invocation): string | undefined {
  const file = invocation.text('download');
  if (file === undefined) return undefined;
  if (file === '') throw new UsageError('--download: must not be empty; write the name of a file, or -');
  for (const [option, flag] of OTHERS)
    if (invocation.options[option] !== undefined && invocation.options[option] !== false)
      throw new UsageError(`--download: goes without ${flag}; the file has all lines, as they were printed`);
  return file;
}

/** All lines up to now. The file has its name only once it is whole. */
export async function download(
  invocation: Invocation,
  id: string,
  query: Query,
  file: string,
): Promise<number | undefined> {
  const { api, output } = invocation;
  const interrupted = interruption();
  const response = await api.open(`${REST}${logsPath(id)}/raw`, {
    query,
    headers: { accept: 'text/plain' },
    signal: interrupted.signal,
  });
  if (!response.ok) throw new Refused(problemOf(response, await response.text()));
  const part = file === '-' ? undefined : `${file}.part`;
  const target = part ?? 'the output';
  const out = part === undefined ? process.stdout : createWriteStream(part);
  let isUnwritable = false;
  out.once('error', () => (isUnwritable = true));
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      yield chunk;
    }
  };
  try {
    // the output of the process is not ours to end
    await pipeline(counted(bodyOf(response)), out, { end: part !== undefined });
  } catch (error) {
    if (interrupted.signal.aborted) return EXIT.detached;
    if (isUnwritable) throw new CliError(`--download: ${target} can't be written: ${reasonOf(error)}`);
    throw new Unreachable(`the log ended early: ${reasonOf(error)}`, `${target} has what came; run it again`);
  }
  interrupted.stop();
  if (part === undefined) return undefined;
  await rename(part, file);
  output.say(`${file}: ${bytes} bytes`);
  return undefined;
}

async function* bodyOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body) yield* body;
}
