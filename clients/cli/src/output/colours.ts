const CODES = { dim: [2, 22], bold: [1, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;
export type Style = keyof typeof CODES;

export const paint = (text: string, style: Style): string => {
  const [on, off] = CODES[style];
  return `\x1b[${on}m${text}\x1b[${off}m`;
};

/** By https://no-color.org, `FORCE_COLOR`, `--no-color` and whether somebody looks. */
export function wantsColour(
  env: { readonly [name: string]: string | undefined },
  isTerminal: boolean,
  asked: boolean,
): boolean {
  if (!asked || env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0';
  return isTerminal && env['TERM'] !== 'dumb';
}
