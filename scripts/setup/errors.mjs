/** Something that the user can mend; its message is one line that says how. Anything else that is thrown is a bug. */
export class Mendable extends Error {}

const OF_THE_DISK = {
  EACCES: 'may not be written to',
  EROFS: 'is read-only',
  ENOSPC: 'has no room left',
  EDQUOT: 'is over its quota',
};

/** Prints what went wrong and ends: one line for what can be mended, everything for a bug. */
export function fail(error) {
  const message = messageFor(error);
  console.error(message === undefined ? error : `berth: ${message}`);
  process.exit(1);
}

function messageFor(error) {
  if (error instanceof Mendable) return error.message;
  const problem = OF_THE_DISK[error?.code];
  return problem && error.path
    ? `${error.path} ${problem}; make room or set its rights, or choose --data DIR`
    : undefined;
}
