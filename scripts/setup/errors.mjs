/** Something that the user can mend; its message is one line that says how. Anything else that is thrown is a bug. */
export class Mendable extends Error {}

/** Prints what went wrong and ends: one line for what can be mended, everything for a bug. */
export function fail(error) {
  console.error(error instanceof Mendable ? `berth: ${error.message}` : error);
  process.exit(1);
}
