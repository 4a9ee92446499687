import { parentPort, workerData } from 'node:worker_threads';
import type { LogSearchSlice } from '@berth/contracts/telemetry/operations';
import type { Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { openArchiveForReading } from '../archive/archive-database.js';
import { LogReader } from '../archive/log-reader.js';
import { searchSlice, type SearchRequest } from './log-search.js';
import { patternOf, type Pattern, type PatternInput } from './pattern.js';

/** What a thread is made with. */
export interface SearchThreadData {
  readonly folder: string;
}

/** What it is asked. */
export interface SearchOrder {
  readonly pattern: PatternInput;
  readonly request: SearchRequest;
  readonly maxMs: number;
}

/** What it answers. */
export type SearchAnswer = Result<LogSearchSlice, Rejection>;

/** A search has a thread, and its own connection to the archive: it holds up neither the archive nor other calls. */
const reader = new LogReader({ database: openArchiveForReading((workerData as SearchThreadData).folder) });
/** The slices of one search come one after another, and an expression has states that it has met before. */
let known: { readonly key: string; readonly pattern: Pattern } | undefined;

function answer({ pattern: input, request, maxMs }: SearchOrder): SearchAnswer {
  const key = JSON.stringify(input);
  if (known?.key !== key) {
    const pattern = patternOf(input);
    if (!pattern.ok) return err(pattern.error);
    known = { key, pattern: pattern.value };
  }
  return ok(searchSlice(reader, request, known.pattern, maxMs));
}

parentPort?.on('message', (order: SearchOrder) => parentPort?.postMessage(answer(order)));
