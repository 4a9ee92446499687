import type { Platform } from '@berth/service-host/platform';

const VIEW_TIMEOUT_MS = 10_000;

/** Resolves when the views, and what is kept in memory of them, have seen all that is stored by now. */
export const untilCurrent =
  ({ store, waitForViews }: Pick<Platform, 'store' | 'waitForViews'>) =>
  async (): Promise<void> => {
    await waitForViews(await store.lastPosition(), VIEW_TIMEOUT_MS);
  };
