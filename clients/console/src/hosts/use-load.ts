import { useEffect, useState } from 'react';
import { live } from '../api/use-live.js';
import { poolLoadSubscription } from '../generated/operations.js';
import { NO_LOAD, withSamples, type Load } from './load.js';

/** What the hosts of pools do now, at most once a second. */
export function useLoad(pools: readonly string[]): Load {
  const [load, setLoad] = useState(NO_LOAD);
  const key = [...new Set(pools)].sort().join();
  useEffect(() => {
    if (key === '') return undefined;
    const stops = key
      .split(',')
      .map((pool) =>
        live.follow(
          poolLoadSubscription,
          { pool },
          { onItem: ({ poolSamples }) => setLoad((before) => withSamples(before, poolSamples.hosts)) },
        ),
      );
    return () => {
      for (const stop of stops) stop();
    };
  }, [key]);
  return load;
}
