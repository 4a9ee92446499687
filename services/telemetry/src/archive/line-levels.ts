import { LOG_LEVELS, type LogLevel } from '@berth/contracts/log-levels';

/** The levels that occur in a chunk, as bits: a filter then reads the chunks only that have what it looks for. */
export type LevelSet = number;

export const NO_LEVELS: LevelSet = 0;

export const levelBit = (level: LogLevel): LevelSet => 1 << LOG_LEVELS.indexOf(level);
