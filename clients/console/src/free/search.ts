/** What is looked for; it is in the address. */
export interface FreeSearch {
  readonly pool?: string;
  readonly model?: string;
  readonly gpus?: number;
  readonly hours?: number;
  /** All on one host. */
  readonly oneHost?: true;
}

export const DEFAULT_GPUS = 1;
export const DEFAULT_HOURS = 4;

const positive = (given: unknown, most: number): number | undefined => {
  const number = Number(given);
  return Number.isFinite(number) && number > 0 && number <= most ? number : undefined;
};
const text = (given: unknown): string | undefined =>
  typeof given === 'number' ? String(given) : typeof given === 'string' && given !== '' ? given : undefined;

/** @param given what anybody may have written into the address */
export function freeSearch(given: { readonly [name: string]: unknown }): FreeSearch {
  const pool = text(given['pool']);
  const model = text(given['model']);
  const gpus = positive(given['gpus'], 1024);
  const hours = positive(given['hours'], 24 * 92);
  return {
    ...(pool !== undefined && { pool }),
    ...(model !== undefined && { model }),
    ...(gpus !== undefined && Number.isInteger(gpus) && { gpus }),
    ...(hours !== undefined && { hours }),
    ...(given['oneHost'] === true && { oneHost: true }),
  };
}
