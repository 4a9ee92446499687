import { toPosition } from '@berth/event-store';
import { reject } from '@berth/kernel/rejection';
import { everyDocument } from '@berth/read-models/every-document';
import type { Collection } from '@berth/read-models';
import type { ProcessStore } from './process-store.js';

type UsedKey = { readonly commandId: string; readonly inputHash: string; readonly use: number };

interface Known {
  readonly inputHash: string;
  readonly use: number;
}

/** In the place of a use that was refused. */
const FREE = '';
const MOST_KEPT = 10_000;
const COLLECTION = { name: 'command_keys', indexes: [] };

export const KEY_REUSED = reject(
  'IDEMPOTENCY_KEY_REUSED',
  'this idempotency key was used for something else, or with another input; make a new one',
  'idempotencyKey',
);

/**
 * What each idempotency key was used for last, the newest 10,000. A stream remembers its own commands, and answers a
 * repeat from them; this is for a key that comes again for another target, whose stream knows nothing of it.
 *
 * Kept in the process store, in as many places as are kept, each written over in turn. A service has one copy that takes
 * requests, which reads them when it begins to.
 */
export class CommandKeys {
  /** By command id, which stands for caller, operation and key; the oldest first. */
  readonly #known = new Map<string, Known>();
  #uses = 0;

  private constructor(
    private readonly used: Collection<UsedKey>,
    private readonly mostKept: number,
  ) {}

  static async open(processes: ProcessStore, mostKept = MOST_KEPT): Promise<CommandKeys> {
    const used = processes.collection<UsedKey>(COLLECTION);
    const keys = new CommandKeys(used, mostKept);
    const stored: UsedKey[] = [];
    for await (const { document } of everyDocument(used)) stored.push(document);
    stored.sort((a, b) => a.use - b.use);
    for (const { commandId, inputHash, use } of stored) {
      if (commandId !== FREE) keys.#remember(commandId, { inputHash, use });
      keys.#uses = use;
    }
    return keys;
  }

  /** `reused` where it was used for another input, the target included. Before anything is carried out. */
  async claim(commandId: string, inputHash: string): Promise<'new' | 'repeated' | 'reused'> {
    const known = this.#known.get(commandId);
    if (known) return known.inputHash === inputHash ? 'repeated' : 'reused';
    const use = (this.#uses += 1);
    this.#remember(commandId, { inputHash, use });
    try {
      await this.#write({ commandId, inputHash, use });
    } catch (error) {
      this.#known.delete(commandId);
      throw error;
    }
    return 'new';
  }

  /** Only what was accepted is remembered: a key that led to a refusal may be used with another input. */
  async release(commandId: string): Promise<void> {
    const known = this.#known.get(commandId);
    if (!known) return;
    this.#known.delete(commandId);
    await this.#write({ commandId: FREE, inputHash: '', use: known.use });
  }

  #remember(commandId: string, known: Known): void {
    this.#known.set(commandId, known);
    if (this.#known.size <= this.mostKept) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  /** A place is written over by a later use, and freed by the one that it was written by; nothing else is newer. */
  #write(document: UsedKey): Promise<void> {
    const { commandId, use } = document;
    const position = toPosition(2 * use + (commandId === FREE ? 1 : 0));
    return this.used.write([{ id: String(use % this.mostKept), document, position }]);
  }
}
