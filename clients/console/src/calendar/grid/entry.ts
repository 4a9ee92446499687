export type EntryKind = 'RESERVATION' | 'OFFER' | 'MAINTENANCE' | 'JOB';

/** What occupies devices for a time. */
export interface Entry {
  readonly id: string;
  readonly kind: EntryKind;
  /** In ms since 1970. */
  readonly from: number;
  /** Infinity where there is no limit. */
  readonly until: number;
  /** UUIDs. */
  readonly devices: readonly string[];
  /** False for what is busy for others: nothing more is known. */
  readonly visible: boolean;
  readonly title?: string;
  readonly holder?: string;
  readonly project?: { readonly id: string; readonly name: string };
  /** Whether the viewer holds it. */
  readonly mine?: boolean;
  /** Whether the viewer may move it: a reservation of theirs that has not begun. */
  readonly movable?: boolean;
  /** Whether the viewer may set its end. */
  readonly extendable?: boolean;
}

export interface GridDevice {
  readonly uuid: string;
  /** On its host. */
  readonly index: number;
  readonly model: string;
  readonly host: { readonly id: string; readonly name: string };
  readonly pool: { readonly id: string; readonly name: string };
  /** Whether several runs may share it. */
  readonly shared: boolean;
  /** Whether it is in service. */
  readonly available: boolean;
}
