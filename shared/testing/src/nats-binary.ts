import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TOOLS = fileURLToPath(new URL('../../../data/tools', import.meta.url));

/** The nats-server to test with: BERTH_NATS_SERVER, else the newest that the launcher has fetched, else one on PATH. */
export function natsBinary(): string {
  const named = process.env['BERTH_NATS_SERVER'];
  if (named) return named;
  const candidates = [
    ...fetched().map((folder) => join(TOOLS, folder, 'nats-server')),
    ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'nats-server')),
  ];
  const found = candidates.find(isExecutable);
  if (!found) throw new Error('no nats-server: run `npm test` at the root once, or set BERTH_NATS_SERVER');
  return found;
}

function fetched(): string[] {
  try {
    const folders = readdirSync(TOOLS).filter((name) => /^nats-server-\d/.test(name));
    return folders.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
