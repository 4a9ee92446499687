import { runBerth } from './run.js';

const write = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(text);

/** A reader that goes (`berth jobs | head`) is no failure. */
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });

void runBerth(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdout: write(process.stdout),
  stderr: write(process.stderr),
  isTerminal: process.stdout.isTTY,
}).then((code) => {
  process.exitCode = code;
  // who waits at the key does not wait for an answer that is late
  if (process.argv[2] === '__complete') process.stdout.write('', () => process.exit());
});
