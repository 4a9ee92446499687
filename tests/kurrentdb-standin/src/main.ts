import { startStandIn } from './stand-in.js';

/** Runs the stand-in as a process: `node dist/main.js [port]` prints its connection string and serves until told to end. */
const standIn = await startStandIn({ port: Number(process.argv[2] ?? 0) });
console.log(standIn.url);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => standIn.close());
