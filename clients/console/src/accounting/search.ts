import type { UsageBy } from '../generated/operations.js';
import { isMonth, monthOf, rangeOf, type Month } from './month.js';

export const GROUPS = ['PROJECT', 'USER', 'MODEL'] as const satisfies readonly UsageBy[];

/** A month or a range, and of what; in the address. */
export interface Period {
  readonly month?: Month | undefined;
  /** In ms since 1970; both or none. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface UsageSearch extends Period {
  readonly by?: UsageBy | undefined;
  readonly project?: string | undefined;
}

export interface ChargesSearch extends Period {
  /** All that there ever were. */
  readonly all?: true | undefined;
  readonly project?: string | undefined;
  readonly user?: string | undefined;
}

type Given = { readonly [name: string]: unknown };

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined;

const instantIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 8.64e15 ? value : undefined;

function periodIn(given: Given): Period {
  const [from, to] = [instantIn(given['from']), instantIn(given['to'])];
  if (from !== undefined && to !== undefined && from < to) return { from, to };
  return { month: isMonth(given['month']) ? given['month'] : undefined };
}

/** What is wrong in an address is left out. */
export const usageSearch = (given: Given): UsageSearch => ({
  ...periodIn(given),
  by: GROUPS.find((each) => each === given['by']),
  project: textIn(given['project']),
});

export const chargesSearch = (given: Given): ChargesSearch => ({
  ...periodIn(given),
  all: given['all'] === true ? true : undefined,
  project: textIn(given['project']),
  user: textIn(given['user']),
});

/** What the platform is asked for: this month, where nothing else is said. */
export const spanOf = (
  { month, from, to }: Period,
  now: number,
): { readonly from: string; readonly to: string } =>
  from !== undefined && to !== undefined
    ? { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
    : rangeOf(month ?? monthOf(now));
