import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compiledPath, testFolders, walk } from './test-files.mjs';

/** Tests, what only tests and measurements use, and what was generated. */
const NOT_COVERED = /\.(test|fixtures|contract)\.ts$|\/testing[/.]|\/test-[^/]+\.ts$|\/generated\/|\.d\.ts$/;
const NOT_COVERED_FOLDERS = /\/(tests|bench|recipes|infra|scripts)(\/|$)|\/shared\/testing$/;

/** The compiled files that coverage is shown of: those of the packages that are tested, loaded by a test or not. */
export function coveredFiles(patterns) {
  const isAskedFor = patterns.length === 0 ? () => true : matcher(patterns);
  return testFolders()
    .filter((folder) => !NOT_COVERED_FOLDERS.test(folder) && isAskedFor(join(folder, 'dist/')))
    .flatMap((folder) =>
      walk(join(folder, 'src'), /\.ts$/)
        .filter((source) => !NOT_COVERED.test(source))
        .map((source) => compiledPath(folder, source)),
    )
    .filter((compiled) => existsSync(compiled));
}

/** A pattern for a file asks for the package around it. */
function matcher(patterns) {
  return (dist) => patterns.some((pattern) => pattern.replaceAll('\\', '').slice(1).startsWith(dist));
}
