import { startStandIn } from '@berth/kurrentdb-standin';
import { startMongo } from '@berth/testing/mongo';

export interface SharedStores {
  /** Settings that name them. */
  readonly env: { readonly BERTH_EVENT_STORE: string; readonly BERTH_READ_MODELS: string };
  close(): Promise<void>;
}

/**
 * The stores of the production-like form, which copies of a service can share: real servers where their addresses are
 * given (KURRENTDB_URL, MONGODB_URL), else a stand-in for the one, which proves nothing of the real server, and a server
 * that speaks MongoDB's protocol for the other. To be closed after whatever uses them.
 */
export async function startSharedStores(): Promise<SharedStores | { readonly unavailable: string }> {
  const { MONGODB_URL, KURRENTDB_URL } = process.env;
  const mongo =
    MONGODB_URL === undefined ? await startMongo() : { url: MONGODB_URL, stop: async () => undefined };
  if ('unavailable' in mongo) return mongo;
  const kurrent =
    KURRENTDB_URL === undefined ? await startStandIn() : { url: KURRENTDB_URL, close: () => undefined };
  return {
    env: { BERTH_EVENT_STORE: kurrent.url, BERTH_READ_MODELS: mongo.url },
    close: async () => {
      kurrent.close();
      await mongo.stop();
    },
  };
}
