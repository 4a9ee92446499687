import type { IncomingMessage } from 'node:http';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';

export type BodyFailure = { readonly status: 400 | 413; readonly rejection: Rejection };

/** Reads a body whole, and no further than the limit. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Result<Buffer, BodyFailure>> {
  const declared = Number(request.headers['content-length']);
  if (declared > maxBytes) return Promise.resolve(err(tooLarge(maxBytes)));
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        request.removeAllListeners('data');
        request.resume();
        resolve(err(tooLarge(maxBytes)));
      } else chunks.push(chunk);
    });
    request.on('end', () => {
      const [first] = chunks;
      resolve(ok(first && chunks.length === 1 ? first : Buffer.concat(chunks)));
    });
    request.on('error', () => resolve(err(incompleteBody)));
    request.on('close', () => resolve(err(incompleteBody)));
  });
}

export function parseJsonBody(body: Buffer): Result<unknown, Rejection> {
  try {
    return ok(JSON.parse(body.toString('utf8')));
  } catch {
    return err(reject('VALIDATION_FAILED', 'the body must be JSON', 'body'));
  }
}

const tooLarge = (limit: number): BodyFailure => ({
  status: 413,
  rejection: reject('VALIDATION_FAILED', `the body must have at most ${limit} bytes`, 'body', { limit }),
});
const incompleteBody: BodyFailure = {
  status: 400,
  rejection: reject('VALIDATION_FAILED', 'the body is incomplete', 'body'),
};
