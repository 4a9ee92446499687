import type { FindQuery, SearchKind } from '../generated/operations.js';

type Hit = FindQuery['search']['hits'][number];

/** What can be opened from the palette. */
export interface Command {
  readonly id: string;
  readonly name: string;
  /** Where it leads. */
  readonly to: string;
  readonly kind: SearchKind | 'PLACE';
}

/** Of which kinds there is a screen of one. */
const SCREENS: { readonly [kind in SearchKind]?: string } = {
  HOST: '/hosts',
  JOB: '/jobs',
  RESERVATION: '/reservations',
};

/** @returns what was found and has a screen */
export const commandsOf = (hits: readonly Hit[]): readonly Command[] =>
  hits.flatMap(({ kind, name, node }) => {
    const screen = SCREENS[kind];
    return screen === undefined
      ? []
      : [{ id: node.id, name: name || node.id, to: `${screen}/${node.id}`, kind }];
  });

/** Whether each word of the text begins a word of the name, in any order and case. */
export function matches(name: string, text: string): boolean {
  const words = wordsOf(name);
  return wordsOf(text).every((typed) => words.some((word) => word.startsWith(typed)));
}

const wordsOf = (text: string): readonly string[] =>
  text
    .toLocaleLowerCase()
    .split(/[\s\u200c]+/)
    .filter((word) => word !== '');
