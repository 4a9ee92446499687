import { createCoverageSummary, type CoverageSummary, type FileCoverage } from 'istanbul-lib-coverage';
import type { Context, ReportNode } from 'istanbul-lib-report';
import { relative } from 'node:path';

/** A report of istanbul's: what share of each package's lines, branches and functions the tests ran. */
class CoverageTable {
  execute(context: Context): void {
    const files: FileCoverage[] = [];
    const collect = { onDetail: (node: ReportNode) => files.push(node.getFileCoverage() as FileCoverage) };
    context.getTree('flat').visit(collect, undefined);
    for (const row of coverageRows(files, process.cwd())) console.log(row);
  }
}

// istanbul loads its reports by require
export { CoverageTable as 'module.exports' };

/** The lines of the table, a package each, and one for all. */
export function coverageRows(files: readonly FileCoverage[], root: string): readonly string[] {
  const packages = new Map<string, CoverageSummary>();
  const total = createCoverageSummary();
  for (const file of files) {
    const name = relative(root, file.path).replace(/\/src\/.*$/, '');
    const sum = packages.get(name) ?? createCoverageSummary();
    sum.merge(file.toSummary());
    total.merge(file.toSummary());
    packages.set(name, sum);
  }
  const named = [...packages].sort(([a], [b]) => (a < b ? -1 : 1));
  const width = Math.max(...named.map(([name]) => name.length), 8);
  const rows = [...named, ['all', total] as const].map(
    ([name, { lines, branches, functions }]) =>
      `${name.padEnd(width)} ${percent(lines, 9)} ${percent(branches, 9)} ${percent(functions, 9)}`,
  );
  return ['', `${'coverage'.padEnd(width)}     lines  branches functions`, ...rows];
}

const percent = ({ pct }: { readonly pct: number }, width: number): string =>
  `${pct.toFixed(1)} %`.padStart(width);
