/** Lines that are selected, both ends included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** @param hash of an address, such as `#L120-L140` or `L7` */
export function parseRange(hash: string): LineRange | undefined {
  const match = /^#?L(\d{1,15})(?:-L?(\d{1,15}))?$/.exec(hash);
  if (!match) return undefined;
  const [a, b] = [Number(match[1]), Number(match[2] ?? match[1])];
  return a < 1 || b < 1 ? undefined : { from: Math.min(a, b), to: Math.max(a, b) };
}

/** Without the `#`. */
export const formatRange = ({ from, to }: LineRange): string =>
  from === to ? `L${from}` : `L${from}-L${to}`;

/** What a click selects; with shift the lines up to there, from the one that was selected first. */
export interface Selection extends LineRange {
  /** The line at which it began. */
  readonly anchor: number;
}

export const selectionOf = ({ from, to }: LineRange): Selection => ({ from, to, anchor: from });

export function selectLine(number: number, extend: boolean, before: Selection | undefined): Selection {
  const anchor = extend && before ? before.anchor : number;
  return { anchor, from: Math.min(anchor, number), to: Math.max(anchor, number) };
}

/** The end that keys move. */
export const focusOf = ({ from, to, anchor }: Selection): number => (anchor === from ? to : from);

export const isSelected = (number: number, range: LineRange | undefined): boolean =>
  range !== undefined && number >= range.from && number <= range.to;
