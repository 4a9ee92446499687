import type { ResultOf } from '@berth/contracts/define';
import type { joinTokensQuery } from '@berth/contracts/inventory/operations';
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

  async list(poolId: string | undefined): Promise<Listed> {
    const listed: Listed[number][] = [];
    const where = equalTo({ poolId });
    for await (const { document } of everyDocument(this.#tokens, { where })) {
      const { id, expiresAt, hostIds, status } = document;
      listed.push({
        id,
        poolId: document.poolId,
        expiresAt,
        uses: hostIds.length,
        revoked: status === 'revoked',
      });
    }
    return listed;
  }
}
