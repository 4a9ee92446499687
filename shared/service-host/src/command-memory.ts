interface Remembered {
  readonly inputHash: string;
  /** First and last revision of what the command recorded. */
  readonly revisions: readonly [number, number];
}

/** A memory's content as a snapshot keeps it: commandId, input hash, first and last revision. */
export type RememberedCommand = readonly [string, string, number, number];

const KEPT = 256;

/**
 * Which commands a stream has carried out lately, folded from its events' metadata. Persistent by copying is too dear
 * on long streams, so instances share one map: an older instance may see newer commands, which is harmless, since only
 * what is committed is ever remembered.
 */
export class CommandMemory {
  private constructor(private readonly commands: Map<string, Remembered> | undefined) {}

  static readonly empty = new CommandMemory(undefined);

  static of(entries: readonly RememberedCommand[]): CommandMemory {
    return new CommandMemory(
      new Map(entries.map(([id, inputHash, first, last]) => [id, { inputHash, revisions: [first, last] }])),
    );
  }

  find(commandId: string): Remembered | undefined {
    return this.commands?.get(commandId);
  }

  with(
    command: { readonly commandId: string; readonly inputHash: string },
    first: number,
    last: number,
  ): CommandMemory {
    const commands = this.commands ?? new Map<string, Remembered>();
    const known = commands.get(command.commandId);
    commands.set(command.commandId, {
      inputHash: command.inputHash,
      revisions: [Math.min(first, known?.revisions[0] ?? first), Math.max(last, known?.revisions[1] ?? last)],
    });
    if (commands.size > KEPT) {
      const oldest = commands.keys().next().value;
      if (oldest !== undefined) commands.delete(oldest);
    }
    return this.commands ? this : new CommandMemory(commands);
  }

  /** Oldest first. */
  entries(): RememberedCommand[] {
    return [...(this.commands ?? [])].map(([id, { inputHash, revisions }]) => [id, inputHash, ...revisions]);
  }
}
