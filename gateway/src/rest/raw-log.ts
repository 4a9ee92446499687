import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { LogLine, LogPage } from '@berth/contracts/telemetry/operations';
import { drained } from '../graphql-server/send-response.js';
import type { OpenStream } from '../graphql-server/open-streams.js';
import { cutOff, readOn } from './log-reading.js';

export interface RawLog {
  readonly fileName: string;
  readonly gzip: boolean;
  /** Number of the last line of it; nothing where there is no line. */
  readonly upTo: number | undefined;
  /** A page, checked for the permissions that the caller has then. */
  readonly read: (after: string | undefined) => Promise<LogPage>;
}

/**
 * Writes a log as it was printed, a page at a time: a slow reader makes the source wait. Where it can't go on, as when the
 * rights of its reader end, the last line says why, and the connection is closed before the end of the body: whoever reads
 * it knows that it is not whole.
 */
export async function sendRawLog(response: ServerResponse, log: RawLog, stream: OpenStream): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="${log.fileName}"`,
    'cache-control': 'no-store',
    'accept-ranges': 'none',
    vary: 'accept-encoding',
    ...(log.gzip ? { 'content-encoding': 'gzip' } : {}),
  });
  if (response.req.method === 'HEAD') return void response.end();
  const packed = log.gzip ? createGzip({ level: constants.Z_BEST_SPEED }) : undefined;
  packed?.pipe(response);
  const out: Writable = packed ?? response;
  const gone = (): void => void packed?.destroy();
  response.once('close', gone);
  try {
    const end = log.upTo === undefined ? 'whole' : await writeLines(out, response, log, log.upTo, stream);
    if (end === 'whole') await finished(out, response);
    else if (!response.destroyed) await cutOff(out, response, end);
  } finally {
    response.off('close', gone);
  }
}

/** @returns `whole`, or why it is not */
async function writeLines(
  out: Writable,
  response: ServerResponse,
  { read }: RawLog,
  upTo: number,
  stream: OpenStream,
): Promise<string> {
  const text = new RawText();
  let cursor: string | undefined;
  for (;;) {
    const next = await readOn(() => read(cursor), stream);
    if ('why' in next) return next.why;
    const { page } = next;
    const lines = page.lines.filter(({ number }) => number <= upTo);
    if (response.destroyed) return 'the reader is gone';
    if (!out.write(text.of(lines)) && !(await drained(response, out))) return 'the reader is gone';
    if (page.lines.length === 0 || lines.length < page.lines.length || lines.at(-1)?.number === upTo)
      return 'whole';
    ({ cursor } = page);
  }
}

/** A line that came in parts is one line again, unless another stream wrote between them. */
class RawText {
  #open: string | undefined;

  of(lines: readonly LogLine[]): string {
    let text = '';
    for (const { run, stream, text: line, partial } of lines) {
      const source = `${run} ${stream}`;
      if (this.#open !== undefined && this.#open !== source) text += '\n';
      text += partial ? line : `${line}\n`;
      this.#open = partial ? source : undefined;
    }
    return text;
  }
}

const finished = (out: Writable, response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    response.once('close', resolve).once('finish', resolve);
    out.end();
  });
