import type { Row } from './figure.js';
import { placementRow } from './placement/plan.row.js';
import { statusRow } from './platform/status.row.js';
import { submitRow } from './platform/submit.row.js';
import { appendRow } from './storage/append.row.js';
import { replayRow } from './storage/replay.row.js';

export const rows: readonly Row[] = [submitRow, statusRow, appendRow, replayRow, placementRow];
