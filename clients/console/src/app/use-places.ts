import { useIsStaff, useReadsAll } from '../session/use-session.js';
import { PLACES, type Place } from './navigation.js';

/** Those that are shown to the reader. */
export function usePlaces(): readonly Place[] {
  const staff = useIsStaff();
  const readsAll = useReadsAll();
  return PLACES.filter(({ shownTo }) => {
    if (shownTo === 'staff') return staff;
    return shownTo === undefined || readsAll;
  });
}
