import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DEFAULT_PROGRAM_FOLDERS = [
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
];

export function findProgram(name: string, path = process.env['PATH'] ?? ''): string | undefined {
  for (const folder of [...path.split(delimiter), ...DEFAULT_PROGRAM_FOLDERS].filter(Boolean)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // look in the next folder
    }
  }
  return undefined;
}

/** Where supervisors look for programs. */
export const SUPERVISOR_PATH = [process.env['PATH'] ?? '', ...DEFAULT_PROGRAM_FOLDERS]
  .filter(Boolean)
  .join(delimiter);

export const supervisorFile = (name: string): string =>
  fileURLToPath(new URL(`../../../supervisor/${name}`, import.meta.url));
