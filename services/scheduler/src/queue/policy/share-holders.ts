import { reject, type Rejection } from '@berth/kernel/rejection';
import type { Facts } from '../../facts/facts.js';
import type { PolicyChange } from './policy.js';

/** Shares are only for existing projects and users: a mistyped one would have no effect and go unnoticed. */
export function unknownShareHolder(
  facts: { readonly [table in 'projects' | 'users']: Pick<Facts[table], 'has'> },
  { fairShare }: PolicyChange,
): Rejection | undefined {
  const lists = [
    ['projectShares', 'project', facts.projects],
    ['userShares', 'user', facts.users],
  ] as const;
  for (const [list, what, known] of lists) {
    const id = Object.keys(fairShare?.[list] ?? {}).find((each) => !known.has(each));
    if (id === undefined) continue;
    const field = `fairShare.${list}.${id}`;
    return reject('NOT_FOUND', `${field}: there is no such ${what}`, field);
  }
  return undefined;
}
