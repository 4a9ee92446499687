// Installs what a lock file of requirements names, with their checksums, into data/tools and nowhere else:
//   node scripts/fetch-python-environment.mjs FILE [3.12]    prints the folder, or says on stderr why there is none
// The client for Python is tested with it, on each Python that there is.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findPython, pipInstall, reasonOf, TOOLS } from './python/pip.mjs';

const [file = '', wanted] = process.argv.slice(2);
try {
  const sum = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
  const { path, version } = await findPython(wanted);
  const folder = join(TOOLS, `python-${basename(file, '.txt')}-${sum}-${version}`);
  await pipInstall(path, folder, ['--require-hashes', '--requirement', file]);
  console.log(folder);
} catch (error) {
  console.error(`${file} cannot be installed: ${reasonOf(error)}`);
  process.exitCode = 1;
}
