import type { ReplicatedFacts } from '@berth/bus/event-consumer';
import { upcast } from '@berth/contracts/upcast';
import { toPosition, type RecordedEvent } from '@berth/event-store';
import { foldBatch } from '@berth/read-models';
import type { ForeignFacts, Platform } from './platform.js';

/**
 * A service's copies of another's facts. They are views: their checkpoint is kept with them, so that if they are
 * lost they are rebuilt from the source's stream, whatever has been handled by then. So are those with a higher
 * `version`.
 */
export class ForeignCopies implements ReplicatedFacts {
  constructor(
    /** Of the consumer that keeps them up. */
    private readonly consumer: string,
    private readonly facts: ForeignFacts,
    private readonly platform: Pick<Platform, 'readModels' | 'log'>,
  ) {}

  async load(): Promise<number> {
    const { readModels, log } = this.platform;
    const { source, projections } = this.facts;
    const reached = Number((await readModels.loadCheckpoint(this.#checkpoint)) ?? 0);
    let anew = false;
    for (const projection of projections) {
      const note = `foreign:${projection.name}@${source}`;
      const version = toPosition(projection.version);
      if ((await readModels.loadCheckpoint(note)) === version) continue;
      if (reached > 0)
        log.info(
          { projection: projection.name, source },
          'a local copy of facts from another service is rebuilt',
        );
      // The checkpoint is deleted first: after a crash in between, the rebuild starts from the first event, and not
      // with half of a copy.
      await readModels.deleteCheckpoint(this.#checkpoint);
      await readModels.collection(projection.collection).clear();
      await readModels.saveCheckpoint(note, version);
      anew = true;
    }
    return anew ? 0 : reached;
  }

  async fold(published: readonly RecordedEvent[]): Promise<void> {
    const { readModels } = this.platform;
    const events = published.map((event) => upcast(event));
    for (const projection of this.facts.projections) {
      const folded = await foldBatch(projection, readModels.collection(projection.collection), events);
      this.facts.onChanges?.(projection.name, folded.changes);
      if (folded.failure) throw folded.failure;
    }
  }

  save(sequence: number): Promise<void> {
    return this.platform.readModels.saveCheckpoint(this.#checkpoint, toPosition(sequence));
  }

  async clear(): Promise<void> {
    const { readModels } = this.platform;
    await readModels.deleteCheckpoint(this.#checkpoint);
    for (const { collection } of this.facts.projections) await readModels.collection(collection).clear();
  }

  get #checkpoint(): string {
    return `copies:${this.consumer}`;
  }
}
