import { readFileSync } from 'node:fs';
import { sendProblem } from './problem.js';
import { onlyGet } from './only-get.js';
import type { Route } from './server.js';

export interface StaticFile {
  readonly type: string;
  /** Read when it is asked for first. */
  readonly read: () => string | Buffer;
}

const TYPES: { readonly [extension: string]: string } = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
};

export const staticFile = (path: URL | string): StaticFile => ({
  type: TYPES[String(path).split('.').at(-1) ?? ''] ?? 'application/octet-stream',
  read: () => readFileSync(path),
});

/**
 * Serves a page and its files below a path: those that are listed, and nothing else of the disk.
 * @param policy the page's Content-Security-Policy
 */
export function staticFiles(
  prefix: string,
  files: { readonly [name: string]: StaticFile },
  policy: string,
): Route {
  const kept = new Map<string, Buffer>();
  return onlyGet((request, response) => {
    const name = (request.url ?? '').slice(prefix.length).split(/[?#]/)[0] ?? '';
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    if (!file) return sendProblem(response, 404, { title: 'NOT_FOUND', detail: 'not found: no such path' });
    const body = kept.get(name) ?? Buffer.from(file.read());
    kept.set(name, body);
    response.writeHead(200, {
      'content-type': file.type,
      'content-length': body.length,
      'content-security-policy': policy,
      'cache-control': 'no-cache',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
}
