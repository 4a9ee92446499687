import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { UsageError } from './arguments.js';

/** Reads the new password: twice and unseen from a terminal, or one line from standard input. */
export async function askPassword(fromStdin: boolean): Promise<string> {
  if (fromStdin) return (await text(process.stdin)).replace(/\r?\n[\s\S]*$/, '');
  if (!process.stdin.isTTY) {
    throw new UsageError('there is no terminal to prompt for the password; use --password-stdin');
  }
  const first = await askUnseen('New password: ');
  if ((await askUnseen('Repeat the password: ')) !== first) throw new UsageError('the two passwords differ');
  return first;
}

function askUnseen(question: string): Promise<string> {
  // Readline echoes what is typed into its output, so it gets one that goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // Not before: from here on the terminal itself echoes nothing either.
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
    let answered = false;
    terminal.once('line', (line) => {
      answered = true;
      terminal.close();
      resolve(line);
    });
    terminal.once('close', () => {
      process.stderr.write('\n');
      if (!answered) reject(new UsageError('no password was given'));
    });
  });
}
