/** Beyond so many changes a name is not a slip of another. */
const MAX_CHANGES = 2;

/** The name that a user may have meant. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.min(MAX_CHANGES, Math.floor(name.length / 2)) + 1;
  for (const other of names) {
    const changes = distance(name.toLowerCase(), other.toLowerCase());
    if (changes < fewest) [best, fewest] = [other, changes];
  }
  return best;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that lead from one text to the other: the optimal string
 * alignment distance (Boytsov, Indexing methods for approximate dictionary searching, 2011).
 */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= a.length; row += 1) {
    const own = [row];
    rows.push(own);
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      own.push(
        Math.min(
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          at(row - 1, column - 1) + same,
          swapped ? at(row - 2, column - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(a.length, b.length);
}
