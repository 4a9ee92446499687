import type { PoolCalendarQuery } from '../generated/operations.js';
import type { Entry } from './grid/entry.js';

type Given = PoolCalendarQuery['calendar']['entries'][number];

export interface Viewer {
  readonly id: string;
  readonly staff: boolean;
}

/** What the calendar of a pool has, as the grid shows it. Entries of others have no id: they are told apart by place. */
export function entriesOf(given: readonly Given[], viewer: Viewer): Entry[] {
  return given.map((each, index): Entry => {
    const { kind, visible, title, user, project, reservation } = each;
    const mine = user?.id === viewer.id;
    const mayChange = kind === 'RESERVATION' && visible && (mine || viewer.staff);
    const state = reservation?.state;
    return {
      id: each.entryId ?? `busy-${index}`,
      kind,
      from: Date.parse(each.from),
      until: each.until == null ? Infinity : Date.parse(each.until),
      devices: each.devices.map(({ uuid }) => uuid),
      visible,
      mine,
      movable: mayChange && state === 'RESERVED',
      extendable: mayChange && (state === 'RESERVED' || state === 'ACTIVE'),
      ...(title != null && { title }),
      ...(user && { holder: user.username }),
      ...(project && { project }),
    };
  });
}
