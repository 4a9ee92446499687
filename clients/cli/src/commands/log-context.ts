import { UsageError } from '../errors.js';
import type { Invocation } from '../invocation.js';

const FLAGS = {
  around: '--around',
  beforeContext: '--before-context',
  afterContext: '--after-context',
} as const;

export interface Context {
  readonly before?: number | undefined;
  readonly after?: number | undefined;
}

/** Of `-C`, `-B` and `-A`: how many lines are shown before and after what is looked for. */
export function contextOf(invocation: Invocation, max: number): Context {
  const number = (name: keyof typeof FLAGS): number | undefined => {
    const given = invocation.text(name);
    if (given === undefined) return undefined;
    if (!/^\d{1,4}$/.test(given) || Number(given) > max)
      throw new UsageError(`${FLAGS[name]}: "${given}" is not a whole number up to ${max}`);
    return Number(given);
  };
  const both = number('around');
  return { before: number('beforeContext') ?? both, after: number('afterContext') ?? both };
}

/** The option for them that is given, where nothing is that it goes with. */
export const uselessContext = (invocation: Invocation): string | undefined =>
  Object.entries(FLAGS).find(([name]) => invocation.text(name) !== undefined)?.[1];
