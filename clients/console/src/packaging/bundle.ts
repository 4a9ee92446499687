import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'vite';

/** Writes what the gateway serves into `dist/web`, each text beside its brotli form. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COMPRESSED = /\.(?:js|css|svg|html|json)$/;
/** Smaller files gain nothing. */
const MIN_BYTES = 1_000;

await build({ root: ROOT, logLevel: 'warn' });
const folder = join(ROOT, 'dist/web');
for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  const path = join(folder, name);
  if (!COMPRESSED.test(name) || statSync(path).size < MIN_BYTES) continue;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path), { params }));
}
