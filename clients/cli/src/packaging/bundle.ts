import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { tgz } from './tar.js';

/**
 * Makes `dist/bundle` of what was compiled, for a machine that has Node alone: `berth.cjs` is the program, and each part
 * lies beside it, in a file that no other command reads. `berth.tgz` holds them all, as a package that npm installs. The
 * files are CommonJS, which starts faster, and which a single executable needs.
 */
const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { version, license } = JSON.parse(readFileSync(folder('../../package.json'), 'utf8')) as {
  readonly version: string;
  readonly license: string;
};
const OUT = folder('../bundle/');
const PARTS = folder('../parts/');
const partNames = readdirSync(PARTS)
  .filter((name) => name.endsWith('.js'))
  .map((name) => basename(name, '.js'));

const OPTIONS: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  define: { BERTH_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
};

/** The program loads a part from the file beside it. */
const partsBeside: Plugin = {
  name: 'parts-beside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/parts\/[a-z-]+\.js$/ }, ({ path }) => ({
      path: `./${basename(path, '.js')}.cjs`,
      external: true,
    })),
};

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
await build({
  ...OPTIONS,
  entryPoints: [folder('../main.js')],
  outfile: `${OUT}berth.cjs`,
  banner: { js: '#!/usr/bin/env node' },
  plugins: [partsBeside],
});
chmodSync(`${OUT}berth.cjs`, 0o755);
await build({
  ...OPTIONS,
  entryPoints: partNames.map((name) => `${PARTS}${name}.js`),
  outdir: OUT,
  outExtension: { '.js': '.cjs' },
});

const files = ['berth', ...partNames].map((name) => `${name}.cjs`);
const manifest = {
  name: 'berth-cli',
  version,
  description: 'berth: share GPUs by the command line',
  license,
  type: 'commonjs',
  bin: { berth: 'berth.cjs' },
  engines: { node: '>=22.12' },
};
const archive = tgz([
  { path: 'package/package.json', content: Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`) },
  ...files.map((name) => ({
    path: `package/${name}`,
    content: readFileSync(OUT + name),
    isProgram: name === 'berth.cjs',
  })),
]);
const sum = createHash('sha256').update(archive).digest('hex');
writeFileSync(`${OUT}berth.tgz.sha256`, `${sum}  berth.tgz\n`);
// last: where it is there, the rest is whole
writeFileSync(`${OUT}berth.tgz`, archive);
