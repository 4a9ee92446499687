import type { InputOf, ResultOf } from '@berth/contracts/define';
import type { joinTokensQuery } from '@berth/contracts/inventory/operations';
import type { JoinTokenListState } from '@berth/contracts/inventory/views';
import { defined } from '@berth/kernel/defined';
import type { Collection, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import { equalTo } from '@berth/read-models/equal-to';
import { joinTokensCollection } from './join-tokens.view.js';
import type { JoinToken } from './join-token.decider.js';

type Listed = ResultOf<typeof joinTokensQuery>;

export class JoinTokenQueries {
  readonly #tokens: Collection<JoinToken>;

  constructor(readModels: ReadModels) {
    this.#tokens = readModels.collection(joinTokensCollection);
  }

  /** The last to expire comes first. */
  async list({ poolId, states, sort }: InputOf<typeof joinTokensQuery>, now: string): Promise<Listed> {
    const listed: Listed[number][] = [];
    const where = equalTo({ poolId });
    for await (const { document } of everyDocument(this.#tokens, { where })) {
      const state = stateOf(document, now);
      if (states && !states.includes(state)) continue;
      const { id, expiresAt, maxUses, hostIds, status } = document;
      listed.push({
        id,
        poolId: document.poolId,
        ...defined({ expiresAt, maxUses }),
        uses: hostIds.length,
        revoked: status === 'revoked',
        state,
      });
    }
    listed.sort((a, b) => compare(b.expiresAt ?? '', a.expiresAt ?? '') || compare(a.id, b.id));
    return sort === 'oldest' ? listed.reverse() : listed;
  }
}

function stateOf(token: JoinToken, now: string): JoinTokenListState {
  if (token.status === 'revoked') return 'revoked';
  if (token.expiresAt !== undefined && token.expiresAt <= now) return 'expired';
  return token.maxUses !== undefined && token.hostIds.length >= token.maxUses ? 'usedUp' : 'active';
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
