import type { ReactNode } from 'react';

export interface Bar {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  /** As people read it. */
  readonly text: string;
}

const WIDTH = 44;
const GAP = 12;
const HEIGHT = 120;
const BELOW = 20;
const ABOVE = 16;

/** Values over time, which runs from left to right in every language; a table beside it has the same for those who do not see it. */
export function BarChart({
  bars,
  title,
}: {
  readonly bars: readonly Bar[];
  readonly title: string;
}): ReactNode {
  const highest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const width = bars.length * (WIDTH + GAP);
  return (
    <figure className="flex flex-col gap-2 rounded-md border border-line bg-raised p-4">
      <figcaption className="font-medium">{title}</figcaption>
      <div dir="ltr" className="overflow-x-auto" tabIndex={0} role="group" aria-label={title}>
        <svg
          width={width}
          height={HEIGHT + ABOVE + BELOW}
          viewBox={`0 0 ${width} ${HEIGHT + ABOVE + BELOW}`}
          role="img"
          aria-label={bars.map(({ label, text }) => `${label}: ${text}`).join('; ')}
          className="text-xs"
        >
          {bars.map(({ id, label, value, text }, index) => {
            const height = (value / highest) * HEIGHT;
            const x = index * (WIDTH + GAP) + GAP / 2;
            const top = ABOVE + HEIGHT - height;
            return (
              <g key={id}>
                <rect x={x} y={top} width={WIDTH} height={height} rx="3" className="fill-accent" />
                <text x={x + WIDTH / 2} y={top - 4} textAnchor="middle" className="fill-text">
                  {text}
                </text>
                <text x={x + WIDTH / 2} y={ABOVE + HEIGHT + 15} textAnchor="middle" className="fill-muted">
                  {label}
                </text>
              </g>
            );
          })}
          <line x1="0" x2={width} y1={ABOVE + HEIGHT} y2={ABOVE + HEIGHT} className="stroke-strong-line" />
        </svg>
      </div>
    </figure>
  );
}

/** How much of the largest, beside its number. */
export const ShareBar = ({ share }: { readonly share: number }): ReactNode => (
  <svg
    viewBox="0 0 100 8"
    preserveAspectRatio="none"
    className="h-3 w-40 rounded bg-sunken rtl:-scale-x-100"
    aria-hidden="true"
  >
    <rect width={Math.max(share * 100, share > 0 ? 1 : 0)} height="8" className="fill-accent" />
  </svg>
);
