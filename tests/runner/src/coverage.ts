import { mergeProcessCovs } from '@bcoe/v8-coverage';
import type { TestResult } from '@jest/test-result';
import { fileURLToPath } from 'node:url';

type Coverage = NonNullable<TestResult['v8Coverage']>;
type Script = Coverage[number]['result'];

/** Of what the processes of one test file ran, the scripts that are asked about, under the paths of their files. */
export function mergeCoverage(processes: readonly string[], isAskedFor: (path: string) => boolean): Coverage {
  const covered = processes.map((text) => ({
    result: scriptsOf(text).filter(({ url }) => url !== '' && isAskedFor(url)),
  }));
  return mergeProcessCovs(covered).result.map((result) => ({ codeTransformResult: undefined, result }));
}

function scriptsOf(text: string): Script[] {
  const { result } = JSON.parse(text) as { readonly result: readonly Script[] };
  return result.map((script) => ({ ...script, url: pathOf(script.url) }));
}

/** Files are loaded by a URL, with a query where one is loaded twice. */
function pathOf(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url.replace(/[?#].*$/, '')) : '';
}
