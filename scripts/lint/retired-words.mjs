import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';

/** Fails where a word of `retired-words.txt` is used again. Decisions and the change log keep the words of their time. */
const LIST = 'scripts/lint/retired-words.txt';
const KEPT = /^(docs\/adr\/|CHANGELOG\.md$|package-lock\.json$|scripts\/lint\/retired-words\.txt$)/;
const TEXT = /\.(ts|mjs|cjs|js|json|graphql|md|yml|sh|pl|py|html)$/;

const rules = readFileSync(join(ROOT, LIST), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'))
  .map(([pattern, instead]) => ({ pattern: new RegExp(pattern), instead }));

/** The words of the list that a text uses, with the numbers of their lines. */
export function retiredWordsIn(text) {
  return text.split('\n').flatMap((line, index) =>
    rules.flatMap(({ pattern, instead }) => {
      const word = pattern.exec(line)?.[0];
      return word === undefined ? [] : [{ line: index + 1, word, instead }];
    }),
  );
}

function check() {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  let found = 0;
  for (const file of new Set(files.split('\n'))) {
    if (!TEXT.test(file) || KEPT.test(file)) continue;
    let text;
    try {
      text = readFileSync(join(ROOT, file), 'utf8');
    } catch {
      continue; // removed, and not committed yet
    }
    for (const { line, word, instead } of [
      ...retiredWordsIn(file).map((each) => ({ ...each, line: 0 })),
      ...retiredWordsIn(text),
    ]) {
      found += 1;
      console.error(`${file}:${line}: "${word}" is retired: ${instead}`);
    }
  }
  if (found > 0) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) check();
