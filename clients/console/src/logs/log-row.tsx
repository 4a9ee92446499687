import { memo, type CSSProperties, type ReactNode } from 'react';
import { segmentsOf, withMarks, type Mark, type Segment } from './ansi.js';
import type { Line } from './line.js';
import { ROW_HEIGHT, type ShownRow } from './log-view.js';

export interface LogRowProps {
  readonly row: ShownRow;
  readonly selected: boolean;
  readonly marks: readonly Mark[];
  /** Beside the text: time, run, stream and stage. */
  readonly details: ((line: Line) => string) | undefined;
  readonly numberWidth: number;
}

const STYLES = {
  bold: 'font-bold',
  dim: 'opacity-70',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'line-through',
};
const LEVEL_COLOURS: { readonly [level: string]: string } = {
  ERROR: 'text-bad font-bold',
  FATAL: 'text-bad font-bold',
  WARN: 'text-warn font-bold',
};
const SELECTED = 'bg-accent-soft';

/** One line. What a program printed is text, and never markup. */
export const LogRow = memo(function LogRow({
  row: { number, line },
  selected,
  marks,
  details,
  numberWidth,
}: LogRowProps): ReactNode {
  const background = selected ? SELECTED : 'bg-surface';
  return (
    <div
      data-line={number}
      className={`flex w-max min-w-full whitespace-pre ${selected ? SELECTED : 'hover:bg-sunken'}`}
      style={{ height: ROW_HEIGHT, lineHeight: `${ROW_HEIGHT}px` }}
    >
      <a
        href={`#L${number}`}
        tabIndex={-1}
        className={`sticky start-0 shrink-0 border-e border-line pe-2 ps-2 text-end text-muted select-none hover:text-text ${background}`}
        style={{ width: `${numberWidth + 2.5}ch` }}
      >
        {number}
      </a>
      <span
        className={`w-[2ch] shrink-0 text-center select-none ${LEVEL_COLOURS[line?.level ?? ''] ?? 'text-muted'}`}
      >
        {line?.level?.slice(0, 1) ?? ''}
      </span>
      {line && details && <span className="shrink-0 pe-3 text-muted select-none">{details(line)}</span>}
      <span className="pe-8">{line ? <Text text={line.text} marks={marks} /> : '…'}</span>
    </div>
  );
});

const Text = ({ text, marks }: { readonly text: string; readonly marks: readonly Mark[] }): ReactNode =>
  withMarks(segmentsOf(text), marks).map((segment, index) => <Part key={index} segment={segment} />);

function Part({ segment }: { readonly segment: Segment }): ReactNode {
  const { text, colour, background, rgb, backgroundRgb, styles, marked } = segment;
  if (marked === undefined && styles.length === 0 && !colour && !background && !rgb && !backgroundRgb)
    return text;
  const style: CSSProperties = {
    ...(colour !== undefined && { color: `var(--${colour})` }),
    // mixed with the colour of text, so that any colour can be read on both themes
    ...(rgb !== undefined && { color: `color-mix(in oklab, rgb(${rgb}) 60%, var(--text))` }),
    ...(background !== undefined && {
      background: `color-mix(in oklab, var(--${background}) 25%, transparent)`,
    }),
    ...(backgroundRgb !== undefined && {
      background: `color-mix(in oklab, rgb(${backgroundRgb}) 25%, transparent)`,
    }),
  };
  const className = styles.map((each) => STYLES[each]).join(' ');
  if (marked === undefined)
    return (
      <span className={className} style={style}>
        {text}
      </span>
    );
  return (
    <mark
      className={`${className} rounded-xs text-text ${marked === 'current' ? 'bg-hit-current outline-2 outline-accent-text' : 'bg-hit'}`}
    >
      {text}
    </mark>
  );
}
