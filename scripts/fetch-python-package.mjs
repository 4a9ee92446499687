// Installs a Python program for tests, with what it depends on, from PyPI into data/tools and nowhere else:
//   node scripts/fetch-python-package.mjs NAME VERSION    prints the folder it is in, or says on stderr why there is none
// SecantusDB speaks MongoDB's protocol on MongoDB's own storage engine; schemathesis tries an API by its OpenAPI document.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findPython, pipInstall, reasonOf, TOOLS } from './python/pip.mjs';

const [name = '', version = ''] = process.argv.slice(2);
try {
  if (!/^[\w-]+$/.test(name) || !/^[\w.]+$/.test(version)) throw new Error('say which: NAME VERSION');
  const folder = join(TOOLS, `${name}-${version}`);
  if (!existsSync(folder)) await pipInstall((await findPython()).path, folder, [`${name}==${version}`]);
  console.log(folder);
} catch (error) {
  console.error(`${name} cannot be installed: ${reasonOf(error)}`);
  process.exitCode = 1;
}
