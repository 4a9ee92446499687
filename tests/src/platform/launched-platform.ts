import { natsBinary } from '@berth/testing/nats-binary';

/**
 * The program that the tests start: the launcher as `npm start` runs it, with its options, but without the set-up that
 * comes before, since what is under test is built already. It stops in order when its test is gone.
 */
interface Launcher {
  readonly parseOptions: (args: readonly string[]) => object;
  readonly processTable: unknown;
  readonly runPlatform: (
    programs: { readonly node: string; readonly natsServer: string },
    options: object,
    table: unknown,
    whenUp: (url: string) => void,
  ) => Promise<void>;
}

const load = (name: string): Promise<Partial<Launcher>> =>
  import(new URL(`../../../scripts/launcher/${name}.mjs`, import.meta.url).href) as Promise<
    Partial<Launcher>
  >;

const { parseOptions, processTable, runPlatform } = {
  ...(await load('options')),
  ...(await load('process-table')),
  ...(await load('run-platform')),
} as Launcher;

process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
const programs = {
  node: process.execPath,
  natsServer: process.env['BERTH_TEST_NATS_SERVER'] ?? natsBinary(),
};
try {
  await runPlatform(programs, parseOptions(process.argv.slice(2)), processTable, (url) => {
    process.send?.({ type: 'up', url });
  });
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
