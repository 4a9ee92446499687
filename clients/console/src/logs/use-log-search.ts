import { useCallback, useEffect, useRef, useState } from 'react';
import { refusalOf, type Refusal } from '../api/refusal.js';
import { searchLog } from './gateway-log.js';
import { moved, NO_HITS, wantsMore, withPage, type Hit, type HitList, type LogQuery } from './hit-list.js';
import type { LineFilter } from './line.js';

export interface LogSearch {
  readonly list: HitList;
  readonly searching: boolean;
  readonly refusal: Refusal | undefined;
  readonly move: (direction: 'next' | 'previous') => void;
}

/** Searches the log on the server, and leads from hit to hit. */
export function useLogSearch(
  job: string,
  { text, regex, caseSensitive }: LogQuery,
  filter: LineFilter,
  place: { readonly at: () => number; readonly goTo: (number: number) => void },
): LogSearch {
  const [list, setList] = useState(NO_HITS);
  const [searching, setSearching] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const { level, stream, run } = filter;
  /** Which search the answers belong to: those of an earlier one are thrown away. */
  const turn = useRef(0);
  const latest = useRef({ list, place });
  latest.current.place = place;
  const show = useCallback((next: HitList) => {
    const before = currentOf(latest.current.list);
    latest.current.list = next;
    setList(next);
    const current = currentOf(next);
    if (current && current !== before) latest.current.place.goTo(current.number);
  }, []);
  const readOn = useCallback(
    async (once: boolean): Promise<void> => {
      const mine = turn.current;
      setSearching(true);
      try {
        do {
          const page = await searchLog(
            job,
            { text, regex, caseSensitive },
            { level, stream, run },
            latest.current.list.cursor,
          );
          if (mine !== turn.current) return;
          show(withPage(latest.current.list, page, latest.current.place.at()));
        } while (!once && wantsMore(latest.current.list));
        setRefusal(undefined);
      } catch (error) {
        if (mine === turn.current) setRefusal(refusalOf(error));
      } finally {
        if (mine === turn.current) setSearching(false);
      }
    },
    [job, text, regex, caseSensitive, level, stream, run, show],
  );
  useEffect(() => {
    turn.current++;
    latest.current.list = NO_HITS;
    setList(NO_HITS);
    setRefusal(undefined);
    setSearching(false);
    if (text !== '') void readOn(false);
  }, [text, readOn]);
  const move = (direction: 'next' | 'previous'): void => {
    const next = moved(latest.current.list, direction);
    if (next !== 'more') {
      const [before, current] = [currentOf(latest.current.list), currentOf(next)];
      show(next);
      // the only hit is shown again
      if (current && current === before) place.goTo(current.number);
    } else if (!searching && text !== '')
      void readOn(true).then(() => {
        const again = moved(latest.current.list, direction);
        if (again !== 'more') show(again);
      });
  };
  return { list, searching, refusal, move };
}

export const currentOf = ({ hits, current }: HitList): Hit | undefined =>
  current === undefined ? undefined : hits[current];
