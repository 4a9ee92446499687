import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { baseUrlOf } from './base-url.js';
import { onlyGet } from './only-get.js';
import { sendProblem } from './problem.js';
import type { Route } from './server.js';
import { staticFiles, type StaticFile } from './static-files.js';

export const PYTHON_PATH = '/python/';

const PROJECT = 'berth-client';
/** Where the build of the client is, in a clone and in the image, and what it needs. */
const BUILD = fileURLToPath(new URL('../../../clients/python/dist/wheel/', import.meta.url));
const NEEDED = fileURLToPath(new URL('../../../clients/python/dist/needed/', import.meta.url));
/** Nothing of it is a page. */
const POLICY = "default-src 'none'; frame-ancestors 'none'";
const NOT_BUILT = 'the client for Python has not been built: npm run build makes it';

interface Wheel {
  readonly file: string;
  readonly sha256: string;
  readonly requiresPython?: string;
}

type BuiltWheel = Wheel & { readonly requiresPython: string };
type NeededWheel = Wheel & { readonly project: string };

/**
 * `/python/`: the client for Python that fits this gateway, and `/python/simple/`, an index that pip reads (PEP 503), of
 * it and of what it needs, where that was fetched.
 * @param build where the wheel is, and `wheel.json` beside it
 * @param needed where the wheels are that it needs, and `needed.json` beside them
 */
export function pythonIndexRoute(publicUrl: string | undefined, build = BUILD, needed = NEEDED): Route {
  const found = `${build}wheel.json`;
  if (!existsSync(found))
    return onlyGet((_request, response) =>
      sendProblem(response, 404, { title: 'NOT_FOUND', detail: NOT_BUILT }),
    );
  const wheel = JSON.parse(readFileSync(found, 'utf8')) as BuiltWheel;
  // now, so that a later build doesn't part it from its checksum
  const content = readFileSync(build + wheel.file);
  const others = neededIn(needed);
  const projects = Map.groupBy<string, NeededWheel>(
    [...others, { ...wheel, project: PROJECT }],
    ({ project }) => project,
  );
  const pages = [...projects].map(([name, wheels]) => [
    `simple/${name}/`,
    html(name, wheels.map(linkTo).join('\n')),
  ]);
  const index = staticFiles(
    PYTHON_PATH,
    {
      'simple/': html('Simple index', [...projects.keys()].sort().map(linkToProject).join('\n')),
      ...(Object.fromEntries(pages) as { readonly [name: string]: StaticFile }),
      ...Object.fromEntries(
        others.map(({ project, file }) => [
          `simple/${project}/${file}`,
          wheelFile(readFileSync(needed + file)),
        ]),
      ),
      [`simple/${PROJECT}/${wheel.file}`]: wheelFile(content),
    },
    POLICY,
  );
  return (request, response, trace) => {
    if (request.url !== PYTHON_PATH) return index(request, response, trace);
    const text = usage(baseUrlOf(request, publicUrl), wheel, others.length > 0);
    const files = { '': { type: 'text/plain; charset=utf-8', read: () => text } };
    return staticFiles(PYTHON_PATH, files, POLICY)(request, response, trace);
  };
}

function neededIn(folder: string): readonly NeededWheel[] {
  const list = `${folder}needed.json`;
  if (!existsSync(list)) return [];
  return (JSON.parse(readFileSync(list, 'utf8')) as { readonly wheels: readonly NeededWheel[] }).wheels;
}

const wheelFile = (content: Buffer): StaticFile => ({
  type: 'application/octet-stream',
  read: () => content,
});

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

const linkToProject = (name: string): string => `<a href="${name}/">${name}</a>`;

const linkTo = ({ file, sha256, requiresPython }: Wheel): string => {
  const requires = requiresPython === undefined ? '' : ` data-requires-python="${escaped(requiresPython)}"`;
  return `<a href="${file}#sha256=${sha256}"${requires}>${file}</a>`;
};

/** By its address: of an index beside another one pip takes the higher version, whoever published it. */
const usage = (url: string, { file, requiresPython }: BuiltWheel, hasNeeded: boolean): string =>
  `pip install ${url}${PYTHON_PATH}simple/${PROJECT}/${file}

For Python ${requiresPython}. ${hasNeeded ? withoutInternet(url) : `${url}${PYTHON_PATH}simple/ is an index of it alone (PEP 503).`}
`;

/** In place of any other index, so that no other one is asked. pip wants to be told to trust one without TLS. */
function withoutInternet(url: string): string {
  const plain = /^http:\/\/(?<host>[^/:]+)/.exec(url)?.groups?.['host'];
  const trust = plain === undefined ? '' : ` --trusted-host ${plain}`;
  return `What it needs is here too; on a host without a way to the internet:

pip install --index-url ${url}${PYTHON_PATH}simple/${trust} ${PROJECT}`;
}
