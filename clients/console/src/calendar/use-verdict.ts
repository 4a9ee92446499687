import { useEffect, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { query } from '../api/graphql.js';
import { freeWindowsQuery } from '../generated/operations.js';
import type { GridDevice } from './grid/entry.js';
import type { GridState, Proposal } from './grid/gesture.js';
import { blockersOf, type DeviceBars } from './grid/lanes.js';
import type { Verdict } from './grid/overlay.js';
import type { Pool } from './use-calendar.js';

/** A pointer that has stopped for so long is asked about. */
const SETTLED_MS = 120;
const MAX_WINDOWS = 3;
const MINUTE = 60_000;

function useSettled<Value>(value: Value, ms: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

export interface Judged {
  readonly verdict: Verdict;
  /** Free windows of the same length, where it is taken. */
  readonly offered: readonly Proposal[];
}

/**
 * Whether a proposal is free: at once by what the grid shows, then by the platform, which knows about limits, offers
 * and devices out of service too. Of what is moved the platform can't be asked, since it is itself in the way.
 */
export function useVerdict(
  pool: Pool | undefined,
  state: GridState,
  proposal: Proposal | undefined,
  devices: readonly GridDevice[],
  barsOf: (uuid: string) => DeviceBars,
  now: number,
): Judged {
  const settled = useSettled(proposal, SETTLED_MS);
  const drafted = state.gesture.kind === 'draft' ? settled : undefined;
  const uuids = drafted?.devices.flatMap((place) => devices[place]?.uuid ?? []) ?? [];
  const from = drafted ? Math.max(drafted.from, now) : 0;
  const minutes = drafted ? (drafted.until - from) / MINUTE : 0;
  const answer = useQuery({
    queryKey: ['free-windows', pool?.id, uuids.join(), from, minutes],
    enabled: pool !== undefined && drafted !== undefined && minutes > 0,
    staleTime: 5_000,
    queryFn: async ({ signal }) => {
      const variables = {
        pool: pool?.id ?? '',
        gpus: { devices: uuids },
        durationMinutes: minutes,
        from: new Date(from).toISOString(),
        first: MAX_WINDOWS,
      };
      return (await query(freeWindowsQuery, variables, { signal })).availability.windows;
    },
  });
  if (!proposal) return { verdict: 'checking', offered: [] };
  const { gesture } = state;
  const moved = gesture.kind === 'move' || gesture.kind === 'resize' ? gesture.entry.id : undefined;
  const blocked = proposal.devices.some((place) => {
    const device = devices[place];
    if (!device?.available) return true;
    // a job that runs may end or be preempted: whether it is in the way is the platform's to say
    return blockersOf(barsOf(device.uuid), proposal, moved).some(({ kind }) => kind !== 'JOB');
  });
  if (moved !== undefined || proposal !== settled || !answer.data)
    return { verdict: blocked || proposal.until <= now ? 'taken' : 'checking', offered: [] };
  const fits = answer.data.some(
    (window) => Date.parse(window.from) <= from && Date.parse(window.until) >= proposal.until,
  );
  if (fits) return { verdict: 'free', offered: [] };
  const offered = answer.data.map((window) => ({
    from: Date.parse(window.from),
    until: Date.parse(window.from) + proposal.until - proposal.from,
    devices: proposal.devices,
  }));
  return { verdict: 'taken', offered };
}
