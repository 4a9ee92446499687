const FIRST_REPORT_MS = 2_000;
const REPORT_INTERVAL_MS = 10_000;

/**
 * Does the work; when it takes longer than two seconds, prints a line, then how long it has been going on, and at last
 * how long it took. What is quick prints nothing.
 */
export async function step(doing, work) {
  const begin = Date.now();
  const elapsed = () => `${((Date.now() - begin) / 1000).toFixed(0)} s`;
  let said = false;
  const say = () => {
    console.log(said ? `  ${doing} ... ${elapsed()}` : `${doing} ...`);
    said = true;
    timer = setTimeout(say, REPORT_INTERVAL_MS);
  };
  let timer = setTimeout(say, FIRST_REPORT_MS);
  try {
    const result = await work();
    if (said) console.log(`  ${doing}: done after ${elapsed()}`);
    return result;
  } finally {
    clearTimeout(timer);
  }
}
