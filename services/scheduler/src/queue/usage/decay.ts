/** Past use counts half after each half-life. All times in ms, use in device-seconds. */
const fading = (elapsedMs: number, halfLifeMs: number): number => 2 ** (-elapsedMs / halfLifeMs);

/** What is left of a use after some time; clocks that step back make no use of it. */
export const faded = (seconds: number, fromMs: number, toMs: number, halfLifeMs: number): number =>
  toMs <= fromMs ? seconds : seconds * fading(toMs - fromMs, halfLifeMs);

/**
 * What holding devices for an interval counts for at an instant after it: the integral of what is left of each moment,
 * `n H / ln 2 (2^-((t-b)/H) - 2^-((t-a)/H))`, so that it makes no difference in how many parts it is added up.
 */
export function usedOver(
  gpus: number,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  atMs: number,
  halfLifeMs: number,
): number {
  if (toMs <= fromMs) return 0;
  const at = Math.max(atMs, toMs);
  const left = fading(at - toMs, halfLifeMs) - fading(at - fromMs, halfLifeMs);
  return (gpus * (halfLifeMs / 1000) * left) / Math.LN2;
}

export const MS_PER_HOUR = 3_600_000;
