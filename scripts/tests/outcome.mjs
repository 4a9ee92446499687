/**
 * What came of one test file, from the reporter's records. Only leaves count: a test with tests inside is a heading,
 * unless it failed by itself (a hook, say) with none of them failing.
 *
 * @returns {{ passed: number, failed: { name: string, error: string }[], skipped: { name: string, reason: string }[] }}
 */
export function outcomeOf(records) {
  const outcome = { passed: 0, failed: [], skipped: [] };
  /** By depth: what is known of the records deeper than it since the last one at that depth. */
  const inside = [];
  const path = [];
  for (const record of named(records, path)) {
    const children = inside.splice(record.nesting + 1).reduce(merge, undefined);
    if (record.nesting > 0) {
      inside[record.nesting] = merge(inside[record.nesting], { hasFailed: record.type === 'fail' });
    }
    const isHeading = record.isSuite || children !== undefined;
    if (record.type === 'fail' && !children?.hasFailed) {
      outcome.failed.push({ name: record.fullName, error: record.error });
    } else if (record.skip !== undefined && children === undefined) {
      outcome.skipped.push({ name: record.fullName, reason: record.skip });
    } else if (!isHeading && record.type === 'pass') {
      outcome.passed += 1;
    }
  }
  return outcome;
}

const merge = (one, other) =>
  other === undefined ? one : { hasFailed: Boolean(one?.hasFailed || other.hasFailed) };

/** Children are reported before their parents: the names of parents are found by reading backwards. */
function named(records) {
  const path = [];
  const result = [];
  for (const record of [...records].reverse()) {
    path.length = record.nesting;
    path[record.nesting] = record.name;
    result.unshift({ ...record, fullName: path.filter((name) => name !== undefined).join(' > ') });
  }
  return result;
}
