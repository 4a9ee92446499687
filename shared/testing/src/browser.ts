import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

export type { Browser, BrowserContext, Page } from 'playwright-core';

/** Nothing that asks other hosts by itself. */
const ARGUMENTS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** Another name of this machine: what comes from it by http is not a secure context, as in a lab without TLS. */
export const PLAIN_HOST = 'lab.test';
const NAMES = `--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`;

/** Why the browser tests can't run here. */
export const NO_BROWSER = 'there is no chromium in PATH, and BERTH_CHROMIUM names none';

/** Undefined where this machine has no browser. */
export async function startBrowser(): Promise<Browser | undefined> {
  const executablePath = process.env['BERTH_CHROMIUM'] ?? inPath('chromium');
  return executablePath === undefined
    ? undefined
    : chromium.launch({ executablePath, args: [...ARGUMENTS.split(' '), NAMES] });
}

function inPath(program: string): string | undefined {
  const files = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
