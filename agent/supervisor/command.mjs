import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';

/** The same as command.pl, for hosts without Perl. */
const VARIABLES = 3;
const REFUSAL = 4;
const IN_WORDS = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  ENOTDIR: 'Not a directory',
};

const env = Object.fromEntries(
  readFileSync(VARIABLES, 'utf8')
    .split('\0')
    .filter(Boolean)
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
const [work, name, ...args] = process.argv.slice(2);
try {
  process.chdir(work);
} catch (error) {
  refuse('workingDirectory', error);
}
const program = find(name);
const isScript = isPlainText(program);
closeSync(VARIABLES);
closeSync(REFUSAL);
// as execvp(3) does with a text that does not say what it is for
if (isScript) process.execve('/bin/sh', ['/bin/sh', program, ...args], env);
else process.execve(program, [name, ...args], env);

function find(command) {
  const folders = command.includes('/') ? [''] : (env.PATH ?? '/bin:/usr/bin').split(delimiter);
  let why = Object.assign(new Error('No such file or directory'), { code: 'ENOENT' });
  for (const folder of folders) {
    const path = command.includes('/') ? command : join(folder || '.', command);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
      why = Object.assign(new Error('Permission denied'), { code: 'EACCES' });
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') why = error;
    }
  }
  return refuse('command', why);
}

function isPlainText(path) {
  const start = Buffer.alloc(64);
  try {
    const file = openSync(path, 'r');
    const length = readSync(file, start, 0, start.length, 0);
    closeSync(file);
    return length > 0 && start.toString('latin1', 0, 2) !== '#!' && !start.subarray(0, length).includes(0);
  } catch {
    // one that may be run and not be read
    return false;
  }
}

function refuse(what, error) {
  writeSync(REFUSAL, `${what} ${IN_WORDS[error.code] ?? error.message}\n`);
  return process.exit(what === 'command' && error.code === 'ENOENT' ? 127 : 126);
}
