/** One step of time on one device. */
export interface Cell {
  /** Its place among the devices, from 0. */
  readonly device: number;
  /** Where the step begins, in ms since 1970. */
  readonly at: number;
}

export interface Grabbed {
  readonly id: string;
  readonly from: number;
  readonly until: number;
  /** Places among the devices. */
  readonly devices: readonly number[];
}

export type Gesture =
  | { readonly kind: 'none' }
  | { readonly kind: 'draft'; readonly anchor: Cell; readonly head: Cell }
  | { readonly kind: 'move'; readonly entry: Grabbed; readonly anchor: Cell; readonly head: Cell }
  | {
      readonly kind: 'resize';
      readonly entry: Grabbed;
      readonly edge: 'from' | 'until';
      readonly anchor: Cell;
      readonly head: Cell;
    };

export interface GridState {
  /** Where the keys are; it follows the pointer. */
  readonly cursor: Cell;
  readonly gesture: Gesture;
  /** Whether a pointer holds it: then it ends when that is let go. */
  readonly held: boolean;
}

export type GridEvent =
  | { readonly type: 'press'; readonly cell: Cell }
  | { readonly type: 'grab'; readonly entry: Grabbed; readonly cell: Cell; readonly held: boolean }
  | {
      readonly type: 'grabEdge';
      readonly entry: Grabbed;
      readonly edge: 'from' | 'until';
      readonly cell: Cell;
      readonly held: boolean;
    }
  | { readonly type: 'drag'; readonly cell: Cell }
  | { readonly type: 'drop' }
  | { readonly type: 'cancel' }
  /** An arrow key. `grow` is Shift: from the cursor on, a window. */
  | { readonly type: 'arrow'; readonly devices: number; readonly ms: number; readonly grow: boolean }
  | { readonly type: 'go'; readonly cell: Cell };

/** What the grid shows now, within which all stays. */
export interface Bounds {
  readonly devices: number;
  readonly from: number;
  readonly until: number;
  readonly step: number;
}

export const initialState = (cursor: Cell): GridState => ({
  cursor,
  gesture: { kind: 'none' },
  held: false,
});

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

const within = ({ device, at }: Cell, { devices, from, until, step }: Bounds): Cell => ({
  device: clamp(device, 0, Math.max(0, devices - 1)),
  at: clamp(at, from, Math.max(from, until - step)),
});

/** Pointer and keys do the same things: what is drawn, moved or resized is a gesture, and its head is where they are. */
export function reduceGrid(state: GridState, event: GridEvent, bounds: Bounds): GridState {
  switch (event.type) {
    case 'press': {
      const cell = within(event.cell, bounds);
      return { cursor: cell, held: true, gesture: { kind: 'draft', anchor: cell, head: cell } };
    }
    case 'grab': {
      const cell = within(event.cell, bounds);
      const gesture = { kind: 'move', entry: event.entry, anchor: cell, head: cell } as const;
      return { cursor: cell, held: event.held, gesture };
    }
    case 'grabEdge': {
      const cell = within(event.cell, bounds);
      const { entry, edge, held } = event;
      return { cursor: cell, held, gesture: { kind: 'resize', entry, edge, anchor: cell, head: cell } };
    }
    case 'drag': {
      const head = within(event.cell, bounds);
      if (!state.held || state.gesture.kind === 'none' || sameCell(state.gesture.head, head)) return state;
      return { ...state, cursor: head, gesture: { ...state.gesture, head } };
    }
    case 'drop':
      return { ...state, held: false };
    case 'cancel':
      return { ...state, held: false, gesture: { kind: 'none' } };
    case 'go':
      return { ...state, cursor: within(event.cell, bounds) };
    case 'arrow':
      return arrow(state, event, bounds);
  }
}

function arrow(
  { cursor, gesture }: GridState,
  { devices, ms, grow }: Extract<GridEvent, { type: 'arrow' }>,
  bounds: Bounds,
): GridState {
  const head = within({ device: cursor.device + devices, at: cursor.at + ms }, bounds);
  if (gesture.kind === 'move' || gesture.kind === 'resize')
    return { cursor: head, held: false, gesture: { ...gesture, head } };
  if (!grow) return { cursor: head, held: false, gesture: { kind: 'none' } };
  const anchor = gesture.kind === 'draft' ? gesture.anchor : cursor;
  return { cursor: head, held: false, gesture: { kind: 'draft', anchor, head } };
}

export const sameCell = (a: Cell, b: Cell): boolean => a.device === b.device && a.at === b.at;

export interface Proposal {
  readonly from: number;
  readonly until: number;
  /** Places among the devices, in their order. */
  readonly devices: readonly number[];
}

/** The window that a gesture comes to; undefined where there is none. */
export function proposalOf({ gesture }: GridState, { devices, step }: Bounds): Proposal | undefined {
  switch (gesture.kind) {
    case 'none':
      return undefined;
    case 'draft': {
      const { anchor, head } = gesture;
      const first = Math.min(anchor.device, head.device);
      const count = Math.abs(anchor.device - head.device) + 1;
      return {
        from: Math.min(anchor.at, head.at),
        until: Math.max(anchor.at, head.at) + step,
        devices: Array.from({ length: count }, (_, index) => first + index),
      };
    }
    case 'move': {
      const { entry, anchor, head } = gesture;
      const least = Math.min(...entry.devices);
      const most = Math.max(...entry.devices);
      const rows = clamp(head.device - anchor.device, -least, devices - 1 - most);
      const ms = head.at - anchor.at;
      return {
        from: entry.from + ms,
        until: entry.until + ms,
        devices: entry.devices.map((each) => each + rows),
      };
    }
    case 'resize': {
      const { entry, edge, head, anchor } = gesture;
      const ms = head.at - anchor.at;
      return edge === 'from'
        ? { ...entryWindow(entry), from: Math.min(entry.from + ms, entry.until - step) }
        : { ...entryWindow(entry), until: Math.max(entry.until + ms, entry.from + step) };
    }
  }
}

const entryWindow = ({ from, until, devices }: Grabbed): Proposal => ({ from, until, devices });

/** Whether a gesture has come to something else than where it began: without that it was a click. */
export const hasMoved = ({ gesture }: GridState): boolean =>
  gesture.kind !== 'none' && !sameCell(gesture.anchor, gesture.head);
