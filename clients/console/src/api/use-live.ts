import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { session } from '../session/session.js';
import type { Document } from './document.js';
import { Live, type FollowOptions, type LiveState } from './live.js';

/** A tab that nobody looks at stops following after so long. */
const HIDDEN_MS = 15_000;

/** The one connection of this tab. */
export const live = new Live({
  renew: () => session.renew().catch(() => true),
  open: async (body, signal) => {
    const token = await session.accessToken();
    return fetch('/graphql/live', {
      method: 'POST',
      body,
      signal,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    });
  },
});

let hidden: ReturnType<typeof setTimeout> | undefined;
globalThis.document?.addEventListener('visibilitychange', () => {
  clearTimeout(hidden);
  if (globalThis.document.hidden) hidden = setTimeout(() => live.pause(), HIDDEN_MS);
  else live.resume();
});
globalThis.addEventListener?.('online', () => live.resume());

export const useLiveState = (): LiveState => useSyncExternalStore(live.subscribe, () => live.state);

/** Follows while the component is shown; a change of the variables follows anew. */
export function useLive<Result, Vars extends object>(
  document: Document<Result, Vars>,
  variables: Vars | undefined,
  options: FollowOptions<Result, Vars>,
): void {
  const onItem = useEffectEvent(options.onItem);
  const resume = useEffectEvent((last: Result) => options.resume?.(last) ?? (variables as Vars));
  const onGap = useEffectEvent(() => options.onGap?.());
  const onEnd = useEffectEvent<NonNullable<typeof options.onEnd>>((refusal) => options.onEnd?.(refusal));
  const resumes = options.resume !== undefined;
  const key = variables && JSON.stringify(variables);
  useEffect(() => {
    if (key === undefined) return undefined;
    return live.follow(document, JSON.parse(key) as Vars, {
      onItem: (item) => onItem(item),
      onGap: () => onGap(),
      onEnd: (refusal) => onEnd(refusal),
      ...(resumes && { resume: (last: Result) => resume(last) }),
    });
  }, [document, key, resumes]);
}
