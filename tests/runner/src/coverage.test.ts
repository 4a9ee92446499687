import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { it } from '@jest/globals';
import istanbul from 'istanbul-lib-coverage';
import { mergeCoverage } from './coverage.js';
import { coverageRows } from './coverage-table.js';

it('coverage of several processes is that of what is asked for, each file once', () => {
  const script = (path: string, count: number) => ({
    scriptId: '1',
    url: `${pathToFileURL(path).href}?again`,
    functions: [
      { functionName: 'f', isBlockCoverage: true, ranges: [{ startOffset: 0, endOffset: 9, count }] },
    ],
  });
  const processes = [
    JSON.stringify({ result: [script('/a/dist/a.js', 1), script('/a/dist/a.test.js', 1)] }),
    JSON.stringify({ result: [script('/a/dist/a.js', 2), { ...script('/b', 1), url: 'node:fs' }] }),
  ];
  const merged = mergeCoverage(processes, (path) => path === '/a/dist/a.js');
  assert.deepEqual(
    merged.map(({ result }) => [result.url, result.functions[0]?.ranges[0]?.count]),
    [['/a/dist/a.js', 3]],
  );
});

it('the table of coverage has a line a package, and one for all', () => {
  const file = (path: string, hits: readonly number[]) => {
    const range = { start: { line: 1, column: 0 }, end: { line: 1, column: 9 } };
    return istanbul.createFileCoverage({
      path,
      statementMap: Object.fromEntries(
        hits.map((_, line) => [line, { ...range, start: { line: line + 1, column: 0 } }]),
      ),
      s: Object.fromEntries(hits.map((count, line) => [line, count])),
      fnMap: {},
      f: {},
      branchMap: {},
      b: {},
    });
  };
  const rows = coverageRows(
    [file('/r/shared/b/src/x.ts', [1, 0]), file('/r/a/src/y/z.ts', [1]), file('/r/a/src/w.ts', [0, 0, 0])],
    '/r',
  );
  assert.deepEqual(
    rows.slice(2).map((row) => row.replace(/ +/g, ' ')),
    ['a 25.0 % 100.0 % 100.0 %', 'shared/b 50.0 % 100.0 % 100.0 %', 'all 33.3 % 100.0 % 100.0 %'],
  );
});
