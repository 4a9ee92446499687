import { closeSync, existsSync, openSync, readSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FixableError } from '../setup/errors.mjs';

/** As `shared/event-store-sqlite/src/schema.ts` writes them: "Brth", and the format of the events. */
const APPLICATION_ID = 0x42727468;
const FORMAT = 2;

/** Where SQLite's header has `user_version` and `application_id`: https://www.sqlite.org/fileformat.html, section 1.3. */
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;
const HEADER_BYTES = 100;

/**
 * Refuses a data folder whose events were written in another format, before anything in it is touched.
 * @throws FixableError that says what can be done
 */
export function requireCurrentFormat(data) {
  const services = join(data, 'services');
  if (!existsSync(services)) return;
  for (const service of readdirSync(services)) {
    const path = join(services, service, 'events.sqlite');
    const format = formatOf(path);
    if (format === undefined || format === FORMAT) continue;
    throw new FixableError(
      `${data} was written by another version of Berth (format ${format}, this version reads ${FORMAT}). It was left unchanged. Start that version on it, or choose another folder with --data DIR`,
    );
  }
}

/** Of an event store; undefined where the file is none, or is so new that its header is not in the file yet. */
function formatOf(path) {
  if (!existsSync(path)) return undefined;
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return undefined;
  } finally {
    closeSync(file);
  }
  return header.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID
    ? header.readUInt32BE(USER_VERSION_AT)
    : undefined;
}
