import { parseArgs } from 'node:util';
import { openLogFile } from './log-file.js';
import { Log, startStandIn, type ServerVersion } from './stand-in.js';

/** Runs the stand-in as a process: prints its connection string and serves until it is stopped. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    version: { type: 'string', default: '25.0' },
    /** Holds what was appended, for the next process. */
    file: { type: 'string' },
  },
});
const log = values.file === undefined ? new Log() : openLogFile(values.file);
const standIn = await startStandIn({
  port: Number(values.port),
  log,
  version: values.version as ServerVersion,
});
console.log(standIn.url);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
