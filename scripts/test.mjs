import { fail } from './setup/errors.mjs';
import { withNode } from './setup/node.mjs';
import { prepare } from './setup/prepare.mjs';
import { runFile } from './tests/run-file.mjs';
import { findTestFiles } from './tests/test-files.mjs';

const AT_ONCE = 2;

/** `npm test [-- PACKAGE]`: every test of every package, or of one. The last line is the count. */
async function test() {
  const { node, natsServer } = await prepare();
  const files = findTestFiles(process.argv[2]);
  const env = { ...withNode(node), BERTH_NATS_SERVER: natsServer };
  const outcomes = await inTurns(files, (file) => runAndTell(file, { node, env }));

  const failed = outcomes.flatMap(({ label, failed: each }) => each.map((one) => ({ label, ...one })));
  const skipped = outcomes.flatMap(({ label, skipped: each }) => each.map((one) => ({ label, ...one })));
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  for (const { label, name, error } of failed)
    console.log(`\nFAILED ${label}\n  ${name}\n${indented(error)}`);
  if (skipped.length > 0) console.log('\nSkipped:');
  for (const { label, name, reason } of skipped) console.log(`  ${label}: ${name} (${reason})`);

  const ofSkipped = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  console.log(`\n${passed} passed, ${failed.length} failed${ofSkipped}`);
  process.exitCode = failed.length > 0 || passed === 0 ? 1 : 0;
}

async function runAndTell(file, programs) {
  const outcome = await runFile(file, programs);
  const mark = outcome.failed.length > 0 ? 'FAILED' : 'ok    ';
  console.log(`${mark} ${file.label} (${outcome.passed} passed, ${outcome.seconds.toFixed(1)} s)`);
  return { label: file.label, ...outcome };
}

/** As many at once as two cores bear, in the order given. */
async function inTurns(items, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

const indented = (text) => text.replace(/^/gm, '    ');

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
test().catch(fail);
