import type { FreeWindowView } from '@berth/contracts/scheduler/reservation.views';
import { builder } from '../graphql/builder.js';
import { ReservationConflict } from '../graphql/errors.js';
import { FreeWindow } from './reservation.type.js';

builder.objectField(ReservationConflict, 'freeWindows', (t) =>
  t.field({
    type: [FreeWindow],
    description: 'Nearest windows in which as many devices are free for as long; empty if there are none.',
    resolve: ({ details }) => (details?.['freeWindows'] ?? []) as unknown as FreeWindowView[],
  }),
);

builder.objectField(ReservationConflict, 'freeUntil', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'For an extension: until when the devices are free. Equals the current end if they are taken right after it.',
    resolve: ({ details }) => (details?.['freeUntil'] ?? null) as string | null,
  }),
);
