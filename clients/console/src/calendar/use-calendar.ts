import { useMemo } from 'react';
import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { query } from '../api/graphql.js';
import { useLive } from '../api/use-live.js';
import {
  reservePlacesQuery,
  calendarChangedSubscription,
  calendarDevicesQuery,
  poolCalendarQuery,
  reservationRulesQuery,
  type ReservePlacesQuery,
  type CalendarDevicesQuery,
  type PoolCalendarQuery,
  type ReservationRulesQuery,
} from '../generated/operations.js';
import { useUser } from '../session/use-session.js';
import type { GridDevice } from './grid/entry.js';
import type { Range } from './range.js';

export type Pool = ReservePlacesQuery['pools']['edges'][number]['node'];
export type Project = ReservePlacesQuery['projects']['edges'][number]['node'];

export interface Places {
  readonly pools: readonly Pool[];
  readonly projects: readonly Project[];
}

/** The pools that the viewer may use, and the projects that they may book for. */
export function usePlaces(): UseQueryResult<Places> {
  const { id } = useUser();
  return useQuery({
    queryKey: ['places', id],
    queryFn: async ({ signal }): Promise<Places> => {
      const { pools, projects } = await query(reservePlacesQuery, { member: id }, { signal });
      return {
        pools: pools.edges.map(({ node }) => node),
        projects: projects.edges.map(({ node }) => node),
      };
    },
    staleTime: 60_000,
  });
}

type DeviceNode = CalendarDevicesQuery['devices']['edges'][number]['node'];

/** No pool has more; a page has 100. */
const MAX_PAGES = 50;
const SHARED: ReadonlySet<string> = new Set(['MIG_SLICE_SHARED', 'SHARED_WITHOUT_ISOLATION']);

export function useDevices(pool: Pool | undefined): UseQueryResult<readonly GridDevice[]> {
  return useQuery({
    queryKey: ['pool-devices', pool?.id],
    enabled: pool !== undefined,
    queryFn: async ({ signal }) => {
      if (!pool) return [];
      const nodes: DeviceNode[] = [];
      let after: string | null | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const { devices } = await query(calendarDevicesQuery, { pool: pool.id, after }, { signal });
        nodes.push(...devices.edges.map(({ node }) => node));
        if (!devices.pageInfo.hasNextPage) break;
        after = devices.pageInfo.endCursor;
      }
      return nodes.map((node) => gridDeviceOf(node, pool));
    },
    staleTime: 60_000,
    refetchInterval: 60_000,
  });
}

const gridDeviceOf = (node: DeviceNode, pool: Pool): GridDevice => ({
  uuid: node.uuid,
  index: node.index,
  model: node.model,
  host: node.host ?? { id: '', name: '' },
  pool: { id: pool.id, name: pool.name },
  shared: SHARED.has(node.sharing),
  available: node.state === 'AVAILABLE' && !node.missing,
});

export type GivenEntries = PoolCalendarQuery['calendar']['entries'];

/** Should the live connection fail, the calendar is not older than this. */
const REFETCH_MS = 60_000;

/** What occupies the devices of a pool, as it changes. */
export function usePoolCalendar(
  pool: Pool | undefined,
  { from, until }: Range,
): UseQueryResult<GivenEntries> {
  const queries = useQueryClient();
  const queryKey = ['calendar', pool?.id, from, until];
  const variables = useMemo(
    () => pool && { pool: pool.id, from: new Date(from).toISOString(), until: new Date(until).toISOString() },
    [pool, from, until],
  );
  useLive(calendarChangedSubscription, variables, {
    onItem: ({ calendarChanged }) => queries.setQueryData(queryKey, calendarChanged.entries),
    onGap: () => void queries.invalidateQueries({ queryKey }),
  });
  return useQuery({
    queryKey,
    enabled: variables !== undefined,
    queryFn: async ({ signal }) => {
      if (!variables) return [];
      return (await query(poolCalendarQuery, variables, { signal })).calendar.entries;
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFETCH_MS,
    staleTime: 0,
  });
}

export type Rules = ReservationRulesQuery['policy']['reservations'];

export const useRules = (pool: Pool | undefined): UseQueryResult<Rules> =>
  useQuery({
    queryKey: ['reservation-rules', pool?.id],
    enabled: pool !== undefined,
    queryFn: async ({ signal }) =>
      (await query(reservationRulesQuery, { pool: pool?.id ?? '' }, { signal })).policy.reservations,
    staleTime: 300_000,
  });

/** The one of the address, else the only one or the first. */
export const usePool = (places: Places | undefined, wanted: string | undefined): Pool | undefined =>
  useMemo(
    () =>
      wanted === undefined
        ? places?.pools[0]
        : places?.pools.find(({ id, name }) => id === wanted || name === wanted),
    [places, wanted],
  );
