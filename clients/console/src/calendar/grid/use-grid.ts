import { useMemo, useReducer, useRef, type Dispatch } from 'react';
import {
  initialState,
  proposalOf,
  reduceGrid,
  type Bounds,
  type GridEvent,
  type GridState,
  type Proposal,
} from './gesture.js';

export interface Grid {
  readonly state: GridState;
  readonly proposal: Proposal | undefined;
  readonly bounds: Bounds;
  readonly dispatch: Dispatch<GridEvent>;
}

/** What pointer and keys have come to on a grid; whoever shows the grid can end a gesture, as by a dialog. */
export function useGrid(bounds: Bounds, at: number): Grid {
  const current = useRef(bounds);
  current.current = bounds;
  const [state, dispatch] = useReducer(
    (before: GridState, event: GridEvent) => reduceGrid(before, event, current.current),
    { device: 0, at },
    initialState,
  );
  const { devices, step } = bounds;
  const proposal = useMemo(
    () => proposalOf(state, { ...current.current, devices, step }),
    [state, devices, step],
  );
  return { state, proposal, bounds, dispatch };
}
