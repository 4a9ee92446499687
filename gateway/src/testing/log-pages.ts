import type { LogLine, LogPage } from '@berth/contracts/telemetry/operations';

export const aLine = (number: number, text: string): LogLine => ({
  cursor: String(number),
  number,
  run: 1,
  stream: 'stdout',
  at: '2026-01-01T00:00:00.000Z',
  text,
});

/** A page of a log of so many lines. */
export const aLogPage = (
  lines: readonly LogLine[],
  { cursor, end, total = lines.length }: { cursor: string; end: boolean; total?: number },
): LogPage => ({
  lines,
  cursor,
  startCursor: lines[0]?.cursor ?? cursor,
  hasEarlier: (lines[0]?.number ?? 1) > 1,
  end,
  kept: { lineCount: total, dropped: 0, ...(total > 0 ? { firstNumber: 1, lastNumber: total } : {}) },
});

/** What telemetry answers of these lines; the cursor is the number of lines read. */
export function logPageOf(
  texts: readonly string[],
  { after, fromLine, first, last }: { readonly [name: string]: unknown },
  ended: boolean,
): LogPage {
  const isEnd = last !== undefined && first === undefined;
  const from = isEnd ? Math.max(0, texts.length - Number(last)) : Number(after ?? Number(fromLine ?? 1) - 1);
  const lines = texts
    .slice(from, isEnd ? undefined : from + Number(first ?? 500))
    .map((text, index) => aLine(from + index + 1, text));
  const to = from + lines.length;
  return aLogPage(lines, { cursor: String(to), end: ended && to === texts.length, total: texts.length });
}
