import { useRef, type PointerEvent, type MouseEvent, type RefObject } from 'react';
import type { Entry } from './entry.js';
import { hasMoved, proposalOf, reduceGrid, type Cell, type Grabbed, type Proposal } from './gesture.js';
import { deviceNear, rowAt, type Layout } from './rows.js';
import { floorToStep, inlineOffset, instantAt, type Scale } from './scale.js';
import { useFormat } from '../../i18n/text.js';
import type { Grid } from './use-grid.js';

export interface GridPointerOptions {
  readonly track: RefObject<HTMLDivElement | null>;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly direction: 'ltr' | 'rtl';
  readonly grid: Grid;
  readonly scale: Scale;
  readonly layout: Layout;
  readonly entryOf: (id: string) => Entry | undefined;
  readonly grabbedOf: (entry: Entry) => Grabbed;
  readonly focus: () => void;
  readonly onPropose: (proposal: Proposal) => void;
  readonly onOpen: (entry: Entry) => void;
}

interface PointerHandlers {
  readonly onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerCancel: () => void;
  readonly onClick: (event: MouseEvent<HTMLDivElement>) => void;
}

/** So near to an edge of what is seen, dragging scrolls. */
const SCROLL_ZONE_PX = 28;
const SCROLL_PX = 14;

/** Presses, drags and clicks on the grid. A finger scrolls: it draws by a tap, and the form sets the rest. */
export function useGridPointer(options: GridPointerOptions): PointerHandlers {
  const { track, scroller, direction, grid, scale, layout, entryOf, grabbedOf } = options;
  const format = useFormat();
  /** A press that was a gesture is no click as well. */
  const handled = useRef(false);
  const cellAt = (event: MouseEvent): Cell => {
    const box = track.current?.getBoundingClientRect() ?? new DOMRect();
    const at = instantAt(scale, inlineOffset(event.clientX, box, direction));
    return {
      device: deviceNear(layout, rowAt(layout, event.clientY - box.top)),
      at: floorToStep(at, grid.bounds.step, format.zone),
    };
  };
  const entryUnder = ({ target }: { readonly target: EventTarget }): Entry | undefined => {
    const id = (target as HTMLElement).closest<HTMLElement>('[data-entry]')?.dataset['entry'];
    return id === undefined ? undefined : entryOf(id);
  };
  const scrollAtEdge = ({ clientX, clientY }: MouseEvent): void => {
    const box = scroller.current?.getBoundingClientRect();
    if (!box) return;
    const by = (at: number, low: number, high: number): number =>
      at < low + SCROLL_ZONE_PX ? -SCROLL_PX : at > high - SCROLL_ZONE_PX ? SCROLL_PX : 0;
    scroller.current?.scrollBy(by(clientX, box.left, box.right), by(clientY, box.top, box.bottom));
  };
  return {
    onPointerDown(event) {
      handled.current = false;
      if (event.button !== 0 || event.pointerType === 'touch') return;
      const entry = entryUnder(event);
      const edge = (event.target as HTMLElement).closest<HTMLElement>('[data-edge]')?.dataset['edge'];
      const cell = cellAt(event);
      if (entry && (edge === 'from' || edge === 'until'))
        grid.dispatch({ type: 'grabEdge', entry: grabbedOf(entry), edge, cell, held: true });
      else if (entry?.movable) grid.dispatch({ type: 'grab', entry: grabbedOf(entry), cell, held: true });
      else if (entry) return;
      else grid.dispatch({ type: 'press', cell });
      handled.current = true;
      event.preventDefault();
      options.focus();
      track.current?.setPointerCapture(event.pointerId);
    },
    onPointerMove(event) {
      if (!grid.state.held) return;
      scrollAtEdge(event);
      grid.dispatch({ type: 'drag', cell: cellAt(event) });
    },
    onPointerUp(event) {
      if (!grid.state.held) return;
      const dragged = reduceGrid(grid.state, { type: 'drag', cell: cellAt(event) }, grid.bounds);
      grid.dispatch({ type: 'drag', cell: cellAt(event) });
      grid.dispatch({ type: 'drop' });
      const { gesture } = dragged;
      const proposal = proposalOf(dragged, grid.bounds);
      if ((gesture.kind === 'move' || gesture.kind === 'resize') && !hasMoved(dragged)) {
        grid.dispatch({ type: 'cancel' });
        const entry = entryOf(gesture.entry.id);
        if (entry) options.onOpen(entry);
      } else if (proposal) options.onPropose(proposal);
    },
    onPointerCancel: () => grid.dispatch({ type: 'cancel' }),
    onClick(event) {
      if (handled.current) {
        handled.current = false;
        return;
      }
      const entry = entryUnder(event);
      if (entry) {
        options.onOpen(entry);
        return;
      }
      // a tap of a finger
      const pressed = reduceGrid(grid.state, { type: 'press', cell: cellAt(event) }, grid.bounds);
      const proposal = proposalOf(pressed, grid.bounds);
      grid.dispatch({ type: 'press', cell: cellAt(event) });
      grid.dispatch({ type: 'drop' });
      if (proposal) options.onPropose(proposal);
    },
  };
}
