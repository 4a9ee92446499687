import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { GraphQLError } from 'graphql';
import type { OpenStream } from '../graphql-server/open-streams.js';

const RETRY_MS = 1_000;
const MAX_RETRIES = 15;

export type Read<T> = { readonly page: T } | { readonly why: string };

/** The next page of a log, or why it ends before. A service that restarts is waited for. */
export async function readOn<T>(read: () => Promise<T>, stream: OpenStream): Promise<Read<T>> {
  for (let retries = 1; ; retries += 1) {
    if (stream.signal.aborted)
      return { why: stream.refusal?.message ?? 'the gateway stops; try again shortly' };
    try {
      return { page: await read() };
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      if (error.extensions['code'] !== 'UNAVAILABLE' || retries > MAX_RETRIES) return { why: error.message };
      await sleep(RETRY_MS);
    }
  }
}

/** Says why as the last line, and ends without the end of the body: whoever reads it knows that it is not whole. */
export async function cutOff(out: Writable, response: ServerResponse, why: string): Promise<void> {
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    // once this is compressed too
    out.write(`berth: the log ends here: ${why}\n`, () => setImmediate(resolve));
  });
  response.destroy();
}
