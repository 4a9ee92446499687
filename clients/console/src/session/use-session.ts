import { useSyncExternalStore } from 'react';
import { session, type SessionState, type SignedInUser } from './session.js';

export const useSession = (): SessionState => useSyncExternalStore(session.subscribe, () => session.state);

/** Below the shell, which shows its pages to people who are signed in only. */
export function useUser(): SignedInUser {
  const state = useSession();
  if (state.kind !== 'signedIn') throw new Error('nobody is signed in');
  return state.user;
}

const STAFF: ReadonlySet<string | null> = new Set(['ADMIN', 'OPERATOR']);

/** Admins and operators; the server decides all the same. */
export const useIsStaff = (): boolean => STAFF.has(useUser().role);

const READERS_OF_ALL: ReadonlySet<string | null> = new Set([...STAFF, 'AUDITOR']);

/** Staff and auditors see the data of everybody. */
export const useReadsAll = (): boolean => READERS_OF_ALL.has(useUser().role);
