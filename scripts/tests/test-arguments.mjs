/** Options of jest that take the argument after them. */
const WITH_VALUE = new Set([
  '-t',
  '--testNamePattern',
  '-w',
  '--maxWorkers',
  '--selectProjects',
  '--outputFile',
  '--seed',
  '--shard',
]);

/** The arguments of `npm test`: `names` of packages and files, and `options` for jest. */
export function splitArguments(args) {
  const names = [];
  const options = [];
  for (let index = 0; index < args.length; index += 1) {
    const each = args[index];
    if (WITH_VALUE.has(each)) options.push(`${each}=${args[(index += 1)] ?? ''}`);
    // what changes is compiled output, which git does not know, so that jest can't ask git what has changed
    else if (each === '--watch') options.push('--watchAll');
    else if (each.startsWith('-')) options.push(each);
    else names.push(each);
  }
  return { names, options };
}
