import { useEffect, useRef } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useLive } from '../api/use-live.js';
import { followJobSubscription } from '../generated/operations.js';

/** Many events in a short time are one refresh. */
const REFRESH_MS = 1000;

/** Refreshes what is shown of jobs as soon as something happens to them: to one, or to any that the reader may see. */
export function useJobEvents(job: string | undefined, keys: readonly string[]): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refresh = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
    }, REFRESH_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(followJobSubscription, { job }, { onItem: refresh, onGap: refresh });
}
