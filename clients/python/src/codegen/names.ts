const KEYWORDS = new Set([
  ...['and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else'],
  ...['except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not'],
  ...['or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield', 'None', 'True', 'False'],
]);

/** `memoryMiB` is `memory_mib`, and `from` is `from_`. */
export function pythonName(name: string): string {
  const snake = name
    .replaceAll('.', '_')
    .replace(/MiB/g, 'Mib')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
  return KEYWORDS.has(snake) ? `${snake}_` : snake;
}

/** A text of Python. */
export const quoted = (text: string): string => JSON.stringify(text);

/** A docstring, which never ends early. */
export function docstring(text: string | undefined, indent: string): string {
  if (!text) return '';
  const plain = text.replaceAll('\\', '\\\\').replaceAll('"""', "'''").trim();
  return `${indent}"""${plain.endsWith('"') ? `${plain} ` : plain}"""\n`;
}

export const HEADER = (source: string): string =>
  `# Made from ${source} by \`npm run generate --workspace @berth/python\`; change that, not this.\n`;
