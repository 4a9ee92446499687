import Anser from 'anser';
import { colouredOnly } from './text.js';

/** A part of a line that has one look. */
export interface Segment {
  readonly text: string;
  /** One of the 16 named colours, such as `ansi-red`. */
  readonly colour?: string;
  readonly background?: string;
  /** One of the other colours, such as `12, 200, 7`. */
  readonly rgb?: string;
  readonly backgroundRgb?: string;
  readonly styles: readonly Style[];
  readonly marked?: 'hit' | 'current';
}

export type Style = 'bold' | 'dim' | 'italic' | 'underline' | 'strikethrough';
const STYLES: ReadonlySet<string> = new Set<Style>(['bold', 'dim', 'italic', 'underline', 'strikethrough']);

/** Longer lines are shown up to here; all of them are in the file that can be downloaded. */
export const MAX_SHOWN = 10_000;

const NAMED = /^ansi-(?:bright-)?(?:black|red|green|yellow|blue|magenta|cyan|white)$/;

/** The parts of a line by their colours. What it gives is text: nothing of a line becomes markup. */
export function segmentsOf(line: string): readonly Segment[] {
  const text = colouredOnly(line);
  if (!text.includes('\u001b')) return [{ text: text.slice(0, MAX_SHOWN), styles: [] }];
  let left = MAX_SHOWN;
  const segments: Segment[] = [];
  for (const part of Anser.ansiToJson(text, { use_classes: true, remove_empty: true })) {
    if (left <= 0) break;
    const content = part.content.slice(0, left);
    left -= content.length;
    const [fore, back] = part.decorations.includes('reverse')
      ? [colourOf(part.bg, part.bg_truecolor), colourOf(part.fg, part.fg_truecolor)]
      : [colourOf(part.fg, part.fg_truecolor), colourOf(part.bg, part.bg_truecolor)];
    segments.push({
      text: content,
      ...(fore.name !== undefined && { colour: fore.name }),
      ...(fore.rgb !== undefined && { rgb: fore.rgb }),
      ...(back.name !== undefined && { background: back.name }),
      ...(back.rgb !== undefined && { backgroundRgb: back.rgb }),
      styles: part.decorations.filter((each): each is Style => STYLES.has(each)),
    });
  }
  return segments.length > 0 ? segments : [{ text: '', styles: [] }];
}

/** @param name as Anser says it: a class, or which kind of colour the other one is */
function colourOf(
  name: string | null | undefined,
  rgb: string | null | undefined,
): { readonly name?: string; readonly rgb?: string } {
  if (name == null || name === '') return {};
  if (NAMED.test(name)) return { name };
  const palette = /^ansi-palette-(\d+)$/.exec(name);
  if (palette) return { rgb: paletteColour(Number(palette[1])) };
  return rgb != null && /^\d+, ?\d+, ?\d+$/.test(rgb) ? { rgb } : {};
}

const CUBE = [0, 95, 135, 175, 215, 255];

/** @param index 16 to 255: a cube of 6 x 6 x 6 colours, then 24 greys */
function paletteColour(index: number): string {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `${grey}, ${grey}, ${grey}`;
  }
  const at = index - 16;
  return [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((step) => CUBE[step] ?? 0).join(', ');
}

/** A place in the plain text of a line. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly kind: 'hit' | 'current';
}

/** Cuts the segments where marks begin and end. */
export function withMarks(segments: readonly Segment[], marks: readonly Mark[]): readonly Segment[] {
  if (marks.length === 0) return segments;
  const cut: Segment[] = [];
  let offset = 0;
  for (const segment of segments) {
    const end = offset + segment.text.length;
    let at = offset;
    for (const mark of marks) {
      const from = Math.max(mark.start, at);
      const to = Math.min(mark.end, end);
      if (from >= to) continue;
      if (from > at) cut.push({ ...segment, text: segment.text.slice(at - offset, from - offset) });
      cut.push({ ...segment, text: segment.text.slice(from - offset, to - offset), marked: mark.kind });
      at = to;
    }
    if (at < end) cut.push({ ...segment, text: segment.text.slice(at - offset) });
    offset = end;
  }
  return cut;
}
