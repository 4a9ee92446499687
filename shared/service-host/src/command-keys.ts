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
const MAX_KEPT = 10_000;
const COLLECTION = { name: 'command_keys', indexes: [] };

export const KEY_REUSED = reject(
  'IDEMPOTENCY_KEY_REUSED',
  'the idempotency key was already used for another operation or a different input; use a new key',
  'idempotencyKey',
);

/**
 * The last use of each idempotency key, the newest 10,000. A stream remembers its own commands, and answers a repeat
 * from them; this covers a key that is reused for another target, whose stream does not know it. Kept in the process
 * store as a ring of slots. Only the one instance of a service that takes requests uses it, and reads the slots when
 * it starts to.
 */
export class CommandKeys {
  /** By command id, which stands for caller, operation and key; the oldest first. */
  readonly #known = new Map<string, Known>();
  #uses = 0;

  private constructor(
    private readonly used: Collection<UsedKey>,
    private readonly maxKept: number,
  ) {}

  static async open(processes: ProcessStore, maxKept = MAX_KEPT): Promise<CommandKeys> {
    const used = processes.collection<UsedKey>(COLLECTION);
    const keys = new CommandKeys(used, maxKept);
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
    if (this.#known.size <= this.maxKept) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  /** A slot is overwritten by a later use, and deleted by the use that wrote it; nothing else is newer. */
  #write(document: UsedKey): Promise<void> {
    const { commandId, use } = document;
    const position = toPosition(2 * use + (commandId === FREE ? 1 : 0));
    return this.used.write([{ id: String(use % this.maxKept), document, position }]);
  }
}
