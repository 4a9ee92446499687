import { renameSync, writeFileSync } from 'node:fs';
import { registerHooks, setSourceMapsSupport } from 'node:module';
import { pathToFileURL } from 'node:url';
import { getState, run } from 'jest-circus';
import type { FileOrder } from './file-report.js';
import { setDefaultTimeout } from './globals.js';
import { reportOf, textOf } from './report.js';

/** How long a file may go on after its last test: what it opened must be closed by then. */
const END_TIMEOUT_MS = 60_000;
const GLOBALS = new URL('globals.js', import.meta.url).href;

/** The program of a test process: runs the tests of one file, as Node runs any program, and writes what came of them. */
const order = JSON.parse(process.argv[2] ?? '') as FileOrder;
process.argv.length = 2;
process.argv[1] = order.file;

setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals' ? { url: GLOBALS, shortCircuit: true } : next(specifier, context),
});

let over = false;
process.on('uncaughtException', (error) => {
  const { currentlyRunningTest, unhandledErrors } = getState();
  if (!over) return void (currentlyRunningTest?.errors ?? unhandledErrors).push(error);
  console.error(textOf(error));
  process.exitCode = 1;
});

setDefaultTimeout(order.timeoutMs);
if (order.namePattern !== undefined) getState().testNamePattern = new RegExp(order.namePattern, 'i');
try {
  await import(pathToFileURL(order.file).href);
} catch (error) {
  console.error(textOf(error));
  process.exit(1);
}
await run();
over = true;
writeFileSync(`${order.report}.part`, JSON.stringify(reportOf(getState())));
renameSync(`${order.report}.part`, order.report);

setTimeout(() => {
  const open = [...new Set(process.getActiveResourcesInfo())].join(', ');
  console.error(
    `the file did not end within ${END_TIMEOUT_MS / 1000} s of its last test; still open: ${open}`,
  );
  process.exit(1);
}, END_TIMEOUT_MS).unref();
