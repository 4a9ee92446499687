/** Node's test events as JSON lines, as far as the summary needs them. */
export default async function* reporter(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { name, nesting, skip, todo, details, file } = data;
    const error = details?.error;
    yield `${JSON.stringify({
      type: type === 'test:pass' ? 'pass' : 'fail',
      name,
      nesting,
      file,
      isSuite: details?.type === 'suite',
      skip: reasonOf(skip) ?? reasonOf(todo),
      error: type === 'test:fail' ? textOf(error) : undefined,
    })}\n`;
  }
}

function reasonOf(mark) {
  if (mark === undefined || mark === false) return undefined;
  return typeof mark === 'string' && mark !== '' ? mark : 'no reason given';
}

/** The runner wraps what was thrown; its cause is what the reader wants, with everything that hangs on it. */
function textOf(error) {
  const cause = error?.cause ?? error;
  if (!(cause instanceof Error)) return String(cause?.stack ?? cause);
  const causes = [];
  for (let each = cause.cause; each !== undefined && causes.length < 5; each = each?.cause) {
    causes.push(`caused by ${each?.stack ?? each}`);
  }
  return [cause.stack ?? cause.message, ...causes].join('\n');
}
