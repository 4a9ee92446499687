import { createLogger } from '../log.js';

/** A separate process for tests: logs as many lines as it is told, and reports how long that took. */
const log = createLogger('logging', 'info');

process.on('message', (message) => {
  if (message === 'fail') {
    log.fatal('it is over');
    process.exit(3);
  }
  const begin = performance.now();
  for (let line = 1; line <= Number(message); line += 1) log.info({ text: 'x'.repeat(200) }, `line ${line}`);
  process.send?.({ tookMs: performance.now() - begin });
});
