import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, type GraphQLAnswer, isRefusal, mutationOf, type Refusal } from '../platform/api.js';
import { nodesOf, type Nodes } from '../platform/lab.js';

/** What a client knows for certain: the jobs that were acknowledged to it, by the name that it gave each. */
export class Journal {
  readonly acknowledged = new Map<string, string>();
  /** Refusals that are not transient. */
  readonly refused: string[] = [];
  tries = 0;

  constructor(
    private readonly api: Api,
    private readonly job: object,
  ) {}

  /** Submits jobs of these names, `atOnce` at a time, each again and again with its own key until it is acknowledged. */
  async submit(names: Iterable<string>, atOnce: number, signal: AbortSignal): Promise<void> {
    const waiting = Iterator.from(names);
    const work = async () => {
      for (const name of waiting) await this.#submitOne(name, signal);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  async #submitOne(name: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const outcome = await this.#tryOnce(name);
      if (outcome === undefined) {
        await sleep(100);
        continue;
      }
      if (isRefusal(outcome)) this.refused.push(`${name}: ${JSON.stringify(outcome)}`);
      else this.acknowledged.set(name, outcome.job.id);
      return;
    }
  }

  /** Undefined where it may or may not have been taken in. */
  async #tryOnce(name: string): Promise<{ job: { id: string } } | Refusal | undefined> {
    this.tries += 1;
    let answer: GraphQLAnswer;
    try {
      answer = await this.api.answer(
        mutationOf('submitJob', 'job { id }'),
        { input: { ...this.job, name } },
        { 'idempotency-key': name },
      );
    } catch {
      return undefined;
    }
    if (answer.status >= 400 && answer.status < 500) throw new Error(JSON.stringify(answer));
    const outcome = answer.data?.['submitJob'] as { job: { id: string } } | Refusal | undefined;
    return isRefusal(outcome) && outcome.code === 'UNAVAILABLE' ? undefined : (outcome ?? undefined);
  }
}

/** Every job there is, by a page at a time: its id for each name, in the order in which they came. */
export async function everyJob(api: Api): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  let after: string | null = null;
  do {
    const { jobs }: { jobs: JobPage } = await api.ask<{ jobs: JobPage }>(
      `query ($after: String) { jobs(first: 200, after: $after) {
         edges { node { id name } } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    for (const { id, name } of nodesOf(jobs)) found.set(name, [...(found.get(name) ?? []), id]);
    after = jobs.pageInfo.hasNextPage ? jobs.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

interface JobPage extends Nodes<{ readonly id: string; readonly name: string }> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
