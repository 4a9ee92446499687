import { existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { Log, type LoggedEvent } from './log.js';

/**
 * A log that outlives its process, however that ends: each append is a line of the file before it is answered. (Not
 * before it is on disk: who pulls the plug needs a real server.)
 */
export function openLogFile(path: string): Log {
  const appends = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  const file = openSync(path, 'a');
  const log = new Log((events) => void writeSync(file, `${JSON.stringify(events.map(toJson))}\n`));
  for (const line of appends) log.restore((JSON.parse(line) as Stored[]).map(fromJson));
  return log;
}

const toJson = (event: LoggedEvent) => ({
  ...event,
  position: event.position.toString(),
  data: Buffer.from(event.data).toString('base64'),
  metadata: Buffer.from(event.metadata).toString('base64'),
});
type Stored = ReturnType<typeof toJson>;

const fromJson = (event: Stored): LoggedEvent => ({
  ...event,
  position: BigInt(event.position),
  data: Buffer.from(event.data, 'base64'),
  metadata: Buffer.from(event.metadata, 'base64'),
});
