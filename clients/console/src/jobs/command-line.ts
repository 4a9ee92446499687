/** What a shell does more than to split words. */
const SHELL = /[\n|&;<>()$`*?~#{}]|\\$/;

/**
 * The program and its arguments, as a shell splits them. What needs a shell is given to one.
 * @returns undefined where a quote is not closed
 */
export function commandOf(text: string): readonly string[] | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (SHELL.test(unquoted(trimmed))) return ['sh', '-c', trimmed];
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < trimmed.length; index++) {
    const letter = trimmed[index] ?? '';
    if (quote === undefined && /\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === undefined && (letter === '"' || letter === "'")) {
      quote = letter;
      word ??= '';
    } else if (letter === quote) quote = undefined;
    else if (letter === '\\' && isEscape(trimmed[index + 1] ?? '', quote))
      word = (word ?? '') + (trimmed[++index] ?? '');
    else word = (word ?? '') + letter;
  }
  if (quote !== undefined) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

/** In double quotes a backslash is one, but before what means something there. */
const isEscape = (next: string, quote: string | undefined): boolean =>
  quote === undefined || (quote === '"' && /["\\$`]/.test(next));

/** Without what quotes and backslashes keep from a shell; in double quotes it still replaces. */
const unquoted = (text: string): string =>
  text.replaceAll(/\\[^\n]|'[^']*'|"(?:\\.|[^"\\])*"/gs, (part) =>
    part.startsWith('"') ? part.replaceAll(/\\.|[^$`]/gs, '') : '',
  );

/** A command as somebody would type it. */
export const commandText = (command: readonly string[], args: readonly string[]): string => {
  const [program, option, script] = command;
  if (program === 'sh' && option === '-c' && script !== undefined && command.length + args.length === 3)
    return script;
  return [...command, ...args]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
};

/** Lines of NAME=value; undefined where one is none. */
export function variablesOf(
  text: string,
): readonly { readonly name: string; readonly value: string }[] | undefined {
  const variables = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line);
    if (!match) return undefined;
    variables.push({ name: match[1] ?? '', value: (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2') });
  }
  return variables;
}

/** @param text such as `4h`, `90m`, `1d 12h` or `1.5`, which is hours */
export function minutesOf(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase();
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return Number(trimmed) * 60;
  const parts = trimmed.match(/\d+(?:\.\d+)?\s*[dhm]/g);
  if (!parts || trimmed.replaceAll(/\d+(?:\.\d+)?\s*[dhm]\s*/g, '') !== '') return undefined;
  const each: { readonly [unit: string]: number } = { d: 1440, h: 60, m: 1 };
  return parts.reduce((sum, part) => sum + Number.parseFloat(part) * (each[part.slice(-1)] ?? 0), 0);
}
