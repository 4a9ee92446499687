import type { Row } from './figure.js';
import { graphqlRow } from './gateway/graphql.row.js';
import { placementRow } from './placement/plan.row.js';
import { policiesRow } from './placement/policies.row.js';
import { simulationRow } from './placement/simulation.row.js';
import { reservationRow } from './platform/reservation.row.js';
import { idleRow } from './platform/idle.row.js';
import { logRow } from './platform/log.row.js';
import { runRow } from './platform/run.row.js';
import { statusRow } from './platform/status.row.js';
import { storedRow } from './platform/stored.row.js';
import { streamsRow } from './platform/streams.row.js';
import { submitRow } from './platform/submit.row.js';
import { appendRow } from './storage/append.row.js';
import { replayRow } from './storage/replay.row.js';

export const rows: readonly Row[] = [
  submitRow,
  statusRow,
  graphqlRow,
  runRow,
  reservationRow,
  appendRow,
  replayRow,
  logRow,
  streamsRow,
  idleRow,
  storedRow,
  placementRow,
  policiesRow,
  simulationRow,
];
