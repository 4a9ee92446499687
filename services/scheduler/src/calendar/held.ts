import type { BucketMap } from './bucket-map.js';

/** What leases hold at a time. A device counts whole, also where it is shared. */
export interface Amount {
  readonly gpus: number;
  readonly vcpus: number;
  readonly ramMiB: number;
}

/** Whose leases: `user:<id>` or `project:<id>`. */
export type Subject = `user:${string}` | `project:${string}`;

export const NOTHING: Amount = { gpus: 0, vcpus: 0, ramMiB: 0 };

interface Holding {
  readonly userId: string;
  readonly projectId: string;
  readonly uuids: readonly string[];
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly borrowed: boolean;
}

type HeldBySubject = BucketMap<Amount>;

/** Within quotas; what was borrowed beyond them is distinguished. */
export const heldBy = (
  { held }: { readonly held: HeldBySubject },
  subject: Subject,
  what: 'within' | 'borrowed' = 'within',
): Amount => held.get(keyOf(subject, what === 'borrowed')) ?? NOTHING;

/** What counts towards a quota: all of it, or where that lends, what was not borrowed. */
export const heldUnder = (
  calendar: { readonly held: HeldBySubject },
  subject: Subject,
  lends: boolean,
): Amount => {
  const within = heldBy(calendar, subject);
  return lends ? within : plus(within, heldBy(calendar, subject, 'borrowed'));
};

export function changeHeld(held: HeldBySubject, lease: Holding, by: 1 | -1): HeldBySubject {
  let changed = held;
  for (const subject of [`user:${lease.userId}`, `project:${lease.projectId}`] as const) {
    const key = keyOf(subject, lease.borrowed);
    const amount = plus(changed.get(key) ?? NOTHING, { ...lease, gpus: lease.uuids.length }, by);
    const isNothing = amount.gpus === 0 && amount.vcpus === 0 && amount.ramMiB === 0;
    changed = isNothing ? changed.delete(key) : changed.set(key, amount);
  }
  return changed;
}

export const plus = (a: Amount, b: Amount, by: 1 | -1 = 1): Amount => ({
  gpus: a.gpus + by * b.gpus,
  vcpus: inThousandths(a.vcpus + by * b.vcpus),
  ramMiB: inThousandths(a.ramMiB + by * b.ramMiB),
});

const keyOf = (subject: Subject, borrowed: boolean): string => (borrowed ? `${subject} borrowed` : subject);

/** Fractions of CPUs and gigabytes don't add up exactly: 0.7 + 0.1 - 0.7 must be 0.1 again. */
export const inThousandths = (amount: number): number => Math.round(amount * 1000) / 1000;
