/** One measured figure. A floor is the least that the same machine needs for the same work, measured in the same run. */
export interface Figure {
  /** Stable, for programs: `submit.rate`. */
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  readonly floor?: number;
  readonly floorIs?: string;
  readonly target?: number;
  /** Which way is better; what the target is compared by. */
  readonly better: 'higher' | 'lower';
  /** Further peers of the same run, and other context of the figure. */
  readonly beside?: { readonly [what: string]: number };
}

export const meets = ({ value, target, better }: Figure): boolean | undefined =>
  target === undefined ? undefined : better === 'higher' ? value >= target : value <= target;

/** What a row has to work with. */
export interface Setting {
  /** Short: figures show that the bench works, not how fast Berth is. */
  readonly quick: boolean;
  /** The long ones too: a million jobs stored. */
  readonly full: boolean;
  /** A new folder on a real disk, removed when the run is over. */
  folder(name: string): string;
  /** Progress messages. */
  say(doing: string): void;
}

export interface Row {
  readonly name: string;
  readonly measures: string;
  run(setting: Setting): Promise<readonly Figure[]>;
}
