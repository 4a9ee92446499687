import type { ReactNode } from 'react';
import { marksOf, type Hit } from './hit-list.js';

const PLACES = 300;

/** Beside the scroll bar: where in the log the hits are. */
export const HitMarks = ({
  hits,
  current,
  first,
  last,
}: {
  readonly hits: readonly Hit[];
  readonly current: Hit | undefined;
  readonly first: number;
  readonly last: number;
}): ReactNode => {
  if (hits.length === 0) return null;
  const at = (part: number): { insetBlockStart: string } => ({ insetBlockStart: `${part * 100}%` });
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-y-1 w-2 [right:0.9rem]">
      {marksOf(hits, { first, last }, PLACES).map((part) => (
        <span key={part} className="absolute h-0.5 w-full bg-warn opacity-70" style={at(part)} />
      ))}
      {current && (
        <span
          className="absolute h-1 w-full bg-accent-text"
          style={at((current.number - first) / Math.max(1, last - first))}
        />
      )}
    </div>
  );
};
