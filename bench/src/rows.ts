import type { Row } from './figure.js';
import { placementRow } from './placement/plan.row.js';
import { appendRow } from './storage/append.row.js';
import { replayRow } from './storage/replay.row.js';

export const rows: readonly Row[] = [appendRow, replayRow, placementRow];
