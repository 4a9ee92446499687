import { spawn } from 'node:child_process';

const OUTPUT_LIMIT = 100_000;

/**
 * Runs a command to its end; resolves to its status and what it printed (the last 100 kB). A command that does not
 * exist has status 127, one that was stopped by a signal or took too long has 128.
 */
export function run(command, args, { cwd, env, timeoutMs = 15 * 60_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    const endWithUs = () => child.kill();
    process.once('exit', endWithUs);
    let output = '';
    const collect = (text) => (output = (output + text).slice(-OUTPUT_LIMIT));
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const ended = (status, text) => {
      process.off('exit', endWithUs);
      resolve({ status, output: text });
    };
    child.once('error', (error) => ended(127, error.message));
    child.once('close', (code) => ended(code ?? 128, output));
  });
}

/** The first lines that say something: where npm and the compiler say what is wrong. */
export const firstLines = (output, count) => meaningful(output).slice(0, count).join('\n');

/** The last lines that say something: where most other programs do. */
export const lastLines = (output, count) => meaningful(output).slice(-count).join('\n');

function meaningful(output) {
  return output.split('\n').filter((line) => /\w/.test(line) && line.trim() !== 'npm error');
}
