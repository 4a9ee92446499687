import type { SchedulingState } from './scheduling-state.js';

interface Members {
  /** Of each member that is queued, its next run. */
  readonly queued: Map<string, number>;
  /** Members that have devices. */
  readonly held: Set<string>;
}

/** Which members of gangs are queued, and which have devices. */
export class Gangs {
  readonly #gangs = new Map<string, Members>();

  apply({ id, state, spec: { gang }, runs }: SchedulingState): void {
    if (!gang) return;
    const members = this.#gangs.get(gang.gangId) ?? { queued: new Map(), held: new Set() };
    members.queued.delete(id);
    members.held.delete(id);
    if (state === 'queued') members.queued.set(id, runs.length + 1);
    if (state === 'placed' || state === 'running') members.held.add(id);
    if (members.queued.size + members.held.size > 0) this.#gangs.set(gang.gangId, members);
    else this.#gangs.delete(gang.gangId);
  }

  remove({ id, spec: { gang } }: Pick<SchedulingState, 'id' | 'spec'>): void {
    const members = gang && this.#gangs.get(gang.gangId);
    if (!members) return;
    members.queued.delete(id);
    members.held.delete(id);
    if (members.queued.size + members.held.size === 0) this.#gangs.delete(gang.gangId);
  }

  get isEmpty(): boolean {
    return this.#gangs.size === 0;
  }

  /** How many are queued, and have devices. */
  count(gangId: string): { readonly queued: number; readonly held: number } {
    const members = this.#gangs.get(gangId);
    return { queued: members?.queued.size ?? 0, held: members?.held.size ?? 0 };
  }

  /**
   * Its queued members, if they are all that start together: the whole gang the first time, and all members that are
   * to run again once none of them holds devices any more.
   */
  whole({ gangId, size }: { readonly gangId: string; readonly size: number }): readonly string[] | undefined {
    const members = this.#gangs.get(gangId);
    if (!members || members.held.size > 0) return undefined;
    const again = [...members.queued.values()].some((run) => run > 1);
    return again || members.queued.size >= size ? [...members.queued.keys()] : undefined;
  }
}
