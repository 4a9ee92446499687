import { step } from '../setup/progress.mjs';
import { startPlatform } from './platform.mjs';

/** Ctrl-C may reach us twice: from the terminal, and from npm, which passes it on. */
const SAME_SIGNAL_MS = 300;

/**
 * Runs the platform until a signal stops it: the first one in order, a second one at once. `whenUp` is called with the
 * address when all is ready; when it resolves to a number, everything is stopped and that is the exit status.
 */
export async function runPlatform(programs, options, table, whenUp) {
  let platform;
  let stopping;
  let firstSignal = 0;
  const end = async (status) => {
    stopping ??= step('stopping', () => platform.stop());
    await stopping;
    process.exit(status);
  };
  const onSignal = () => {
    if (!platform) process.exit(130);
    if (stopping) {
      if (Date.now() - firstSignal > SAME_SIGNAL_MS) platform.kill();
      return;
    }
    firstSignal = Date.now();
    console.log('\nstopping in order; press Ctrl-C again to stop everything at once');
    void end(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  // the reader of our output may be gone; processes must be stopped in order all the same
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  try {
    const url = await startPlatform(programs, options, table, (launched) => (platform = launched));
    const status = await whenUp(url);
    if (status !== undefined) await end(status);
  } catch (error) {
    if (stopping) return;
    throw error;
  }
}
