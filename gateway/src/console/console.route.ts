import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onlyGet } from '../http/only-get.js';
import { sendProblem } from '../http/problem.js';
import type { Route } from '../http/server.js';

/** Where the build of the console is, in a clone and in the image. */
const BUILD = fileURLToPath(new URL('../../../clients/console/dist/web/', import.meta.url));
const NOT_BUILT = 'the console has not been built: npm run build makes it';

/**
 * Scripts, styles and requests of this origin alone; styles of elements are set by scripts, which the policy allows. The one
 * style sheet that React Aria adds by itself (touch-action of what can be pressed) is named by its hash.
 */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const PAGE = 'index.html';
const TYPES: { readonly [extension: string]: string } = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

interface BuiltFile {
  readonly type: string;
  readonly plain: Buffer;
  readonly brotli: Buffer | undefined;
  readonly caching: string;
}

/**
 * `/` and whatever no other route has: the console. Its files are read once; their names bear a hash of their content, so
 * that browsers keep them. Every other path that a browser navigates to is a screen of the console, by the one page.
 * @param build where `npm run build` has put it
 */
export function consoleRoute(build = BUILD): Route {
  if (!existsSync(build + PAGE))
    return onlyGet((_request, response) =>
      sendProblem(response, 404, { title: 'NOT_FOUND', detail: NOT_BUILT }),
    );
  const files = readBuild(build);
  return (request, response, trace) => {
    const path = (request.url ?? '/').split(/[?#]/)[0] ?? '/';
    const file = files.get(path) ?? (isNavigation(request, path) ? files.get(`/${PAGE}`) : undefined);
    if (!file) return sendProblem(response, 404, { title: 'NOT_FOUND', detail: 'not found: no such path' });
    return onlyGet((_request, response) => {
      const { brotli, caching, plain, type } = file;
      const accepted = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
      const compressed = accepted ? brotli : undefined;
      const body = compressed ?? plain;
      response.writeHead(200, {
        'content-type': type,
        'content-length': body.length,
        'cache-control': caching,
        ...(compressed && { 'content-encoding': 'br' }),
        ...(brotli && { vary: 'accept-encoding' }),
        ...(file === files.get(`/${PAGE}`) && { 'content-security-policy': POLICY }),
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    })(request, response, trace);
  };
}

/** A person who opens or reloads a screen, not a program that has mistyped a path. */
const isNavigation = (request: IncomingMessage, path: string): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') && extname(path) === '' && wantsPage(request);

/** Browsers name it, and programs take whatever comes. */
const wantsPage = ({ headers }: IncomingMessage): boolean =>
  String(headers.accept ?? '').includes('text/html');

/** `/`: the console for browsers, and an overview of the gateway's paths for everybody else. */
export const consoleOrOverview =
  (console: Route, overview: Route): Route =>
  (request, response, trace) =>
    (wantsPage(request) ? console : overview)(request, response, trace);

function readBuild(build: string): ReadonlyMap<string, BuiltFile> {
  const names = readdirSync(build, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(build.length).replace(/^\//, ''))
    // what the build notes for itself
    .filter((name) => !name.startsWith('.'));
  const all = new Set(names);
  const served = names.filter((name) => !name.endsWith('.br'));
  const fileOf = (name: string): BuiltFile => ({
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    plain: readFileSync(build + name),
    brotli: all.has(`${name}.br`) ? readFileSync(`${build}${name}.br`) : undefined,
    caching: cachingOf(name),
  });
  const files = new Map(served.map((name) => [`/${name}`, fileOf(name)]));
  const page = files.get(`/${PAGE}`);
  if (page) files.set('/', page);
  return files;
}

/** A new build has other names below assets; the page that names them is asked for each time. */
function cachingOf(name: string): string {
  if (name.startsWith('assets/')) return 'public, max-age=31536000, immutable';
  return name === PAGE ? 'no-store' : 'no-cache';
}
