import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import {
  hasMoved,
  initialState,
  proposalOf,
  reduceGrid,
  type Bounds,
  type GridEvent,
  type GridState,
} from './gesture.js';

const bounds: Bounds = { devices: 8, from: 0, until: 1000, step: 10 };
const start = initialState({ device: 2, at: 100 });
const after = (...events: GridEvent[]): GridState =>
  events.reduce((state, event) => reduceGrid(state, event, bounds), start);
const cell = (device: number, at: number) => ({ device, at });
const arrow = (devices: number, ms: number, grow = false): GridEvent => ({
  type: 'arrow',
  devices,
  ms,
  grow,
});
const entry = { id: 'r', from: 200, until: 260, devices: [2, 3] };

describe('a pointer', () => {
  it('draws a window over devices and time, whichever way it goes', () => {
    const forth = after({ type: 'press', cell: cell(2, 100) }, { type: 'drag', cell: cell(4, 150) });
    const back = after({ type: 'press', cell: cell(4, 150) }, { type: 'drag', cell: cell(2, 100) });
    const window = { from: 100, until: 160, devices: [2, 3, 4] };
    assert.deepEqual(proposalOf(forth, bounds), window);
    assert.deepEqual(proposalOf(back, bounds), window);
  });

  it('keeps what it drew when it is let go, and draws no further', () => {
    const state = after(
      { type: 'press', cell: cell(2, 100) },
      { type: 'drag', cell: cell(2, 150) },
      { type: 'drop' },
      { type: 'drag', cell: cell(7, 900) },
    );
    assert.deepEqual(proposalOf(state, bounds), { from: 100, until: 160, devices: [2] });
  });

  it('moves a reservation with all its devices, and not beyond the last', () => {
    const grab: GridEvent = { type: 'grab', entry, cell: cell(3, 220), held: true };
    const moved = after(grab, { type: 'drag', cell: cell(4, 250) });
    assert.deepEqual(proposalOf(moved, bounds), { from: 230, until: 290, devices: [3, 4] });
    const far = after(grab, { type: 'drag', cell: cell(99, 220) });
    assert.deepEqual(proposalOf(far, bounds)?.devices, [6, 7]);
    assert.equal(hasMoved(moved), true);
    assert.equal(hasMoved(after(grab, { type: 'drop' })), false);
  });

  it('sets one edge, and leaves a step at least', () => {
    const grab = (edge: 'from' | 'until', at: number): GridEvent => ({
      type: 'grabEdge',
      entry,
      edge,
      cell: cell(2, at),
      held: true,
    });
    const later = after(grab('until', 250), { type: 'drag', cell: cell(5, 300) });
    assert.deepEqual(proposalOf(later, bounds), { from: 200, until: 310, devices: [2, 3] });
    const crossed = after(grab('from', 200), { type: 'drag', cell: cell(2, 900) });
    assert.deepEqual(proposalOf(crossed, bounds), { from: 250, until: 260, devices: [2, 3] });
  });
});

describe('keys', () => {
  it('move the cell and stay within the grid', () => {
    assert.deepEqual(after(arrow(-9, -900)).cursor, cell(0, 0));
    assert.deepEqual(after(arrow(9, 9000)).cursor, cell(7, 990));
    assert.equal(proposalOf(after(arrow(1, 10)), bounds), undefined);
  });

  it('grow a window with Shift, and give it up without', () => {
    const grown = after(arrow(1, 0, true), arrow(0, 10, true), arrow(0, 10, true));
    assert.deepEqual(proposalOf(grown, bounds), { from: 100, until: 130, devices: [2, 3] });
    assert.equal(proposalOf(reduceGrid(grown, arrow(0, 10), bounds), bounds), undefined);
  });

  it('move a reservation without Shift', () => {
    const state = after({ type: 'grab', entry, cell: cell(2, 200), held: false }, arrow(0, 10), arrow(1, 0));
    assert.deepEqual(proposalOf(state, bounds), { from: 210, until: 270, devices: [3, 4] });
    assert.equal(proposalOf(reduceGrid(state, { type: 'cancel' }, bounds), bounds), undefined);
  });
});
