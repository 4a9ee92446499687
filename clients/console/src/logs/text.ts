/** An escape sequence of a terminal: CSI, OSC with its text, or one of two characters. */
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
/** What has no picture, but the tab; among it marks that turn the order of what follows. */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A progress bar writes its line again and again: what a terminal would show in the end. */
export function collapse(text: string): string {
  if (!text.includes('\r')) return text;
  const states = text.split('\r').filter((state) => state !== '');
  return states.at(-1) ?? '';
}

/** The text without escape sequences, as it is copied and marked. */
export const plain = (text: string): string => collapse(text).replace(ESCAPES, '').replace(UNSEEN, '\ufffd');

/** Of the sequences only colours are shown; what else a program may send to a terminal does nothing here. */
export const colouredOnly = (text: string): string =>
  collapse(text)
    .replace(ESCAPES, (sequence) => (sequence.endsWith('m') && sequence[1] === '[' ? sequence : ''))
    .replace(UNSEEN, '\ufffd');

/**
 * Where a match in a line, as the server counts it, is in the plain text.
 * @returns undefined where it is not shown, because a progress bar has overwritten it
 */
export function plainPlace(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } | undefined {
  const shown = collapse(text);
  const from = shown === text ? 0 : text.lastIndexOf(shown);
  if (start < from) return undefined;
  const lengthUpTo = (at: number): number => plain(shown.slice(0, at - from)).length;
  return { start: lengthUpTo(start), end: lengthUpTo(end) };
}

/** Every place of a text in the plain text of a line. */
export function placesOf(
  line: string,
  wanted: string,
  caseSensitive: boolean,
): readonly { readonly start: number; readonly end: number }[] {
  if (wanted === '') return [];
  const [hay, needle] = caseSensitive ? [line, wanted] : [line.toLowerCase(), wanted.toLowerCase()];
  const places = [];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + needle.length))
    places.push({ start: at, end: at + needle.length });
  return places;
}
