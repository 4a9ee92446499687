import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { ROOT } from './scripts/setup/paths.mjs';
import { escaped, testFolders } from './scripts/tests/test-files.mjs';
import { testProjects } from './scripts/tests/test-projects.mjs';

/** `npm test` builds, then runs jest with this on what was compiled: see docs/adr/0195. */
const RUNNER = join(ROOT, 'tests/runner/dist');

const roots = testFolders()
  .map((folder) => (existsSync(join(folder, 'src')) ? join(folder, 'dist') : folder))
  .filter((folder) => existsSync(folder) && (folder.endsWith('dist') || folder.endsWith('scripts')));

const project = (displayName, files, testTimeout) => ({
  displayName,
  rootDir: ROOT,
  roots,
  testRegex: files.map((file) => `^${escaped(file)}$`),
  testTimeout,
  runner: join(RUNNER, 'runner.js'),
  transform: {},
});

const { unit, heavy } = testProjects();

export default {
  rootDir: ROOT,
  projects: [project('unit', unit, 60_000), project('heavy', heavy, 300_000)],
  // as many at once as two cores bear
  maxWorkers: 2,
  reporters: [join(RUNNER, 'reporter.js')],
  cacheDirectory: join(ROOT, 'data', 'jest'),
  coverageProvider: 'v8',
  coverageDirectory: join(ROOT, 'coverage'),
  coverageReporters: [join(RUNNER, 'coverage-table.js'), 'html', 'lcovonly'],
};
