import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { zip, type ZipEntry } from './zip.js';

interface Project {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly readme: string;
  readonly 'requires-python': string;
  readonly dependencies: readonly string[];
  readonly classifiers: readonly string[];
  readonly 'optional-dependencies': { readonly [extra: string]: readonly string[] };
}

export interface Wheel {
  readonly file: string;
  readonly content: Buffer;
  readonly requiresPython: string;
}

/**
 * The wheel of the client, which needs no Python to be built: an installation has it wherever it was built, also away
 * from the internet. What it says of itself is what `pyproject.toml` says to pip and hatchling.
 * @param folder where `pyproject.toml` is
 */
export function buildWheel(folder: string): Wheel {
  const { project } = parse(readFileSync(join(folder, 'pyproject.toml'), 'utf8')) as unknown as {
    readonly project: Project;
  };
  const name = `${project.name.replaceAll('-', '_')}-${project.version}`;
  const info = `${name}.dist-info`;
  const entries: ZipEntry[] = [
    ...packageFiles(folder, 'berth'),
    { path: `${info}/METADATA`, content: Buffer.from(metadataOf(project, folder)) },
    { path: `${info}/WHEEL`, content: Buffer.from(WHEEL) },
  ];
  const record = entries.map(({ path, content }) => `${path},sha256=${sha256(content)},${content.length}\n`);
  entries.push({ path: `${info}/RECORD`, content: Buffer.from(`${record.join('')}${info}/RECORD,,\n`) });
  return {
    file: `${name}-py3-none-any.whl`,
    content: zip(entries),
    requiresPython: project['requires-python'],
  };
}

const WHEEL = `Wheel-Version: 1.0
Generator: berth
Root-Is-Purelib: true
Tag: py3-none-any
`;

function packageFiles(folder: string, path: string): ZipEntry[] {
  const entries = readdirSync(join(folder, path), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const own = `${path}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === '__pycache__' ? [] : packageFiles(folder, own);
      return /\.py$|^py\.typed$/.test(entry.name)
        ? [{ path: own, content: readFileSync(join(folder, own)) }]
        : [];
    });
}

/** Core metadata 2.4, as packaging.python.org has it. */
function metadataOf(project: Project, folder: string): string {
  const extras = Object.entries(project['optional-dependencies']);
  const lines = [
    'Metadata-Version: 2.4',
    `Name: ${project.name}`,
    `Version: ${project.version}`,
    `Summary: ${project.description}`,
    `License-Expression: ${project.license}`,
    ...project.classifiers.map((each) => `Classifier: ${each}`),
    `Requires-Python: ${project['requires-python']}`,
    ...project.dependencies.map((each) => `Requires-Dist: ${each}`),
    ...extras.flatMap(([extra, needed]) => [
      `Provides-Extra: ${extra}`,
      ...needed.map((each) => `Requires-Dist: ${each}; extra == '${extra}'`),
    ]),
    'Description-Content-Type: text/markdown',
  ];
  return `${lines.join('\n')}\n\n${readFileSync(join(folder, project.readme), 'utf8')}`;
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('base64url');
