import { stripVTControlCharacters } from 'node:util';

/** Cells that a terminal gives a text: East Asian wide characters and emoji take two, marks that join take none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += cellsOf(character.codePointAt(0) ?? 0);
  return width;
}

const JOINING = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

function cellsOf(code: number): number {
  if (code < 0x300) return 1;
  if (JOINING.test(String.fromCodePoint(code))) return 0;
  return isWide(code) ? 2 : 1;
}

const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
const isWide = (code: number): boolean => WIDE.some(([from, until]) => code >= from && code <= until);

export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** What a terminal would take as a command is shown as its code: names come from other people. */
export const printable = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) =>
    character === '\n' || character === '\t'
      ? ' '
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
