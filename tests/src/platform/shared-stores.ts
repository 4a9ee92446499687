import { startStandIn } from '@berth/kurrentdb-standin';
import { startMongo } from '@berth/testing/mongo';
import { onTestEnd } from '@berth/testing/test-end';
import { Platform, type PlatformOptions } from './platform.js';

interface SharedStores {
  /** Settings that name them. */
  readonly env: { readonly BERTH_EVENT_STORE: string; readonly BERTH_READ_MODELS: string };
  close(): Promise<void>;
}

/** A platform on such stores, for one test: they are closed after it, and where it does not come up. */
export async function startOnSharedStores(
  options: Omit<PlatformOptions, 'env'> = {},
): Promise<
  { readonly platform: Platform; readonly env: SharedStores['env'] } | { readonly unavailable: string }
> {
  const stores = await startSharedStores();
  if ('unavailable' in stores) return stores;
  onTestEnd(() => stores.close());
  const platform = await Platform.startFor({ ...options, env: stores.env });
  return { platform, env: stores.env };
}

/**
 * The stores of the production-like form, which copies of a service can share: real servers where their addresses are
 * given (KURRENTDB_URL, MONGODB_URL), else a stand-in for the one, which proves nothing of the real server, and a server
 * that speaks MongoDB's protocol for the other.
 */
async function startSharedStores(): Promise<SharedStores | { readonly unavailable: string }> {
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
