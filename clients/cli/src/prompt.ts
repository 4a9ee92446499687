import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CliError, UsageError } from './errors.js';
import { EXIT } from './exit-codes.js';
import type { Invocation } from './invocation.js';

/** Asks before what can't be taken back. */
export async function confirm(invocation: Invocation, question: string): Promise<void> {
  if (invocation.flag('yes')) return;
  if (!process.stdin.isTTY)
    throw new UsageError(
      `${question} There is no terminal to ask at`,
      'add --yes to do it without being asked',
    );
  const answer = await ask(`${question} [y/N] `, true);
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('nothing was changed', EXIT.failed);
}

export const askText = (question: string): Promise<string> => ask(question, true);

/** Without an echo. */
export const askPassword = (question: string): Promise<string> => ask(question, false);

function ask(question: string, echo: boolean): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError(`there is no terminal to ask at for: ${question.trim()}`);
  // readline echoes what is typed into its output, so that a password gets one that goes nowhere
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({
    input: process.stdin,
    output: echo ? process.stderr : nowhere,
    terminal: true,
  });
  if (!echo) process.stderr.write(question);
  return new Promise((resolve, reject) => {
    let answer: string | undefined;
    const take = (line: string): void => {
      answer = line;
      terminal.close();
    };
    if (echo) terminal.question(question, take);
    else terminal.once('line', take);
    terminal.once('close', () => {
      if (!echo) process.stderr.write('\n');
      if (answer === undefined) reject(new CliError('nothing was entered', EXIT.detached));
      else resolve(answer);
    });
  });
}
