import type { Line, LineFilter } from './line.js';
import type { LineRange } from './line-range.js';
import { linesOf } from './log-reader.js';
import type { LogSource } from './log-source.js';
import { plain } from './text.js';
import { copyText } from '../design/copy-text.js';

/** What goes into a clipboard at once; more is downloaded as a file. */
const MAX_LINES = 20_000;

/**
 * @param detailsOf what stands before each line
 * @returns how many lines were copied
 */
export async function copyLines(
  source: LogSource,
  filter: LineFilter,
  range: LineRange,
  detailsOf: ((line: Line) => string) | undefined,
): Promise<number> {
  const lines = await linesOf(source, filter, range, MAX_LINES);
  const text = lines
    .map((line) => `${detailsOf ? `${detailsOf(line)}\t` : ''}${plain(line.text)}\n`)
    .join('');
  await copyText(text);
  return lines.length;
}
