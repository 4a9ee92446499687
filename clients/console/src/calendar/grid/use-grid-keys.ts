import type { KeyboardEvent } from 'react';
import type { Entry } from './entry.js';
import { proposalOf, reduceGrid, type Cell, type Grabbed, type Proposal } from './gesture.js';
import { DAY } from './scale.js';
import type { Grid } from './use-grid.js';

export interface GridKeysOptions {
  readonly grid: Grid;
  readonly direction: 'ltr' | 'rtl';
  readonly entryAt: (cell: Cell) => Entry | undefined;
  readonly grabbedOf: (entry: Entry) => Grabbed;
  readonly onPropose: (proposal: Proposal) => void;
  readonly onOpen: (entry: Entry) => void;
  readonly onZoom: (direction: 1 | -1) => void;
}

const DEVICES_A_PAGE = 8;

/** Arrows move the cell, with Shift they grow a window, with Control they go by days; Enter books or opens, M moves and E sets the end. */
export function useGridKeys(options: GridKeysOptions): (event: KeyboardEvent) => void {
  const { grid, direction, entryAt, grabbedOf } = options;
  const { state, bounds, dispatch } = grid;
  const enter = (): void => {
    const entry = state.gesture.kind === 'none' ? entryAt(state.cursor) : undefined;
    if (entry) {
      options.onOpen(entry);
      return;
    }
    if (grid.proposal) {
      options.onPropose(grid.proposal);
      return;
    }
    const pressed = reduceGrid(state, { type: 'press', cell: state.cursor }, bounds);
    const proposal = proposalOf(pressed, bounds);
    dispatch({ type: 'press', cell: state.cursor });
    dispatch({ type: 'drop' });
    if (proposal) options.onPropose(proposal);
  };
  const move = (): void => {
    const entry = entryAt(state.cursor);
    const cell = state.cursor;
    if (entry?.movable) dispatch({ type: 'grab', entry: grabbedOf(entry), cell, held: false });
  };
  const setEnd = (): void => {
    const entry = entryAt(state.cursor);
    const cell = state.cursor;
    if (entry?.extendable)
      dispatch({ type: 'grabEdge', entry: grabbedOf(entry), edge: 'until', cell, held: false });
  };
  return (event) => {
    const { key, shiftKey: grow, altKey, metaKey } = event;
    if (altKey || metaKey) return;
    const later = direction === 'rtl' ? -1 : 1;
    const ms = event.ctrlKey ? DAY : bounds.step;
    const arrow = (devices: number, by: number): void => dispatch({ type: 'arrow', devices, ms: by, grow });
    switch (key) {
      case 'ArrowDown':
        arrow(1, 0);
        break;
      case 'ArrowUp':
        arrow(-1, 0);
        break;
      case 'ArrowRight':
        arrow(0, later * ms);
        break;
      case 'ArrowLeft':
        arrow(0, -later * ms);
        break;
      case 'PageDown':
        arrow(DEVICES_A_PAGE, 0);
        break;
      case 'PageUp':
        arrow(-DEVICES_A_PAGE, 0);
        break;
      case 'Home':
        arrow(0, bounds.from - state.cursor.at);
        break;
      case 'End':
        arrow(0, bounds.until - state.cursor.at);
        break;
      case 'Enter':
        enter();
        break;
      case 'm':
      case 'M':
        move();
        break;
      case 'e':
      case 'E':
        setEnd();
        break;
      case '+':
      case '=':
        options.onZoom(1);
        break;
      case '-':
        options.onZoom(-1);
        break;
      case 'Escape':
        dispatch({ type: 'cancel' });
        break;
      default:
        return;
    }
    event.preventDefault();
  };
}
