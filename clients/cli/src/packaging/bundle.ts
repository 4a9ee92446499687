import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Makes `dist/berth.cjs` of what was compiled: the whole program in one file, for a machine that has Node alone. The file
 * is CommonJS, which starts faster, and which a single executable needs.
 */
const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(folder('../../package.json'), 'utf8')) as {
  readonly version: string;
};
const outfile = folder('../berth.cjs');

await build({
  entryPoints: [folder('../main.js')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  banner: { js: '#!/usr/bin/env node' },
  define: { BERTH_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
});
chmodSync(outfile, 0o755);
const sum = createHash('sha256').update(readFileSync(outfile)).digest('hex');
writeFileSync(`${outfile}.sha256`, `${sum}  berth.cjs\n`);
