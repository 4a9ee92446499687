import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { baseUrlOf } from './base-url.js';
import { onlyGet } from './only-get.js';
import { sendProblem } from './problem.js';
import type { Route } from './server.js';
import { staticFiles, type StaticFile } from './static-files.js';

export const PYTHON_PATH = '/python/';

const PROJECT = 'berth-client';
/** Where the build of the client is, in a clone and in the image. */
const BUILD = fileURLToPath(new URL('../../../clients/python/dist/wheel/', import.meta.url));
/** Nothing of it is a page. */
const POLICY = "default-src 'none'; frame-ancestors 'none'";
const NOT_BUILT = 'the client for Python has not been built: npm run build makes it';

interface BuiltWheel {
  readonly file: string;
  readonly sha256: string;
  readonly requiresPython: string;
}

/**
 * `/python/`: the client for Python that fits this gateway, and `/python/simple/`, an index of it alone that pip reads
 * (PEP 503).
 * @param build where the wheel is, and `wheel.json` beside it
 */
export function pythonIndexRoute(publicUrl: string | undefined, build = BUILD): Route {
  const found = `${build}wheel.json`;
  if (!existsSync(found))
    return onlyGet((_request, response) =>
      sendProblem(response, 404, { title: 'NOT_FOUND', detail: NOT_BUILT }),
    );
  const wheel = JSON.parse(readFileSync(found, 'utf8')) as BuiltWheel;
  // now, so that a later build doesn't part it from its checksum
  const content = readFileSync(build + wheel.file);
  const index = staticFiles(
    PYTHON_PATH,
    {
      'simple/': html('Simple index', `<a href="${PROJECT}/">${PROJECT}</a>`),
      [`simple/${PROJECT}/`]: html(PROJECT, linkTo(wheel)),
      [`simple/${PROJECT}/${wheel.file}`]: {
        type: 'application/octet-stream',
        read: () => content,
      },
    },
    POLICY,
  );
  return (request, response, trace) => {
    if (request.url !== PYTHON_PATH) return index(request, response, trace);
    const text = usage(baseUrlOf(request, publicUrl), wheel);
    const files = { '': { type: 'text/plain; charset=utf-8', read: () => text } };
    return staticFiles(PYTHON_PATH, files, POLICY)(request, response, trace);
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const html = (title: string, body: string): StaticFile => ({
  type: 'text/html; charset=utf-8',
  read: () => `<!DOCTYPE html>
<html lang="en">
<head><meta name="pypi:repository-version" content="1.0"><title>${title}</title></head>
<body>${body}</body>
</html>
`,
});

const linkTo = ({ file, sha256, requiresPython }: BuiltWheel): string =>
  `<a href="${file}#sha256=${sha256}" data-requires-python="${escaped(requiresPython)}">${file}</a>`;

/** By its address: of an index beside another one pip takes the higher version, whoever published it. */
const usage = (url: string, { file, requiresPython }: BuiltWheel): string =>
  `pip install ${url}${PYTHON_PATH}simple/${PROJECT}/${file}

For Python ${requiresPython}. ${url}${PYTHON_PATH}simple/ is an index of it alone (PEP 503).
`;
