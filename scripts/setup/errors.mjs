/** Something that the user can fix; its message is one line that says how. Anything else that is thrown is a bug. */
export class FixableError extends Error {}

const DISK_ERRORS = {
  EACCES: 'is not writable',
  EROFS: 'is read-only',
  ENOSPC: 'has no free space',
  EDQUOT: 'has exceeded its quota',
};

/** Prints what went wrong and ends: one line for what can be fixed, everything for a bug. */
export function fail(error) {
  const message = messageFor(error);
  console.error(message === undefined ? error : `berth: ${message}`);
  process.exit(1);
}

function messageFor(error) {
  if (error instanceof FixableError) return error.message;
  const problem = DISK_ERRORS[error?.code];
  return problem && error.path
    ? `${error.path} ${problem}; free some space or fix its permissions, or choose another folder with --data DIR`
    : undefined;
}
