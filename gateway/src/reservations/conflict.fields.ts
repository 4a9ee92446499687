import type { FreeWindowView } from '@berth/contracts/scheduler/reservation.views';
import { builder } from '../graphql/builder.js';
import { ReservationConflict } from '../graphql/errors.js';
import { FreeWindow } from './reservation.type.js';

builder.objectField(ReservationConflict, 'freeWindows', (t) =>
  t.field({
    type: [FreeWindow],
    description: 'When as many devices are free for as long, the nearest first; none where they never are.',
    resolve: ({ details }) => (details?.['freeWindows'] ?? []) as unknown as FreeWindowView[],
  }),
);

builder.objectField(ReservationConflict, 'freeUntil', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'Where a booking should have ended later: until when its devices are free, which is its own end where they are taken right after it.',
    resolve: ({ details }) => (details?.['freeUntil'] ?? null) as string | null,
  }),
);
