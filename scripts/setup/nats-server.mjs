import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FixableError } from './errors.mjs';
import { PINNED_VERSION, fromDebian, pinned } from './nats-server-sources.mjs';
import { TOOLS } from './paths.mjs';
import { step } from './progress.mjs';
import { run } from './run-command.mjs';

const MIN_VERSION = [2, 9];

/** Path of a nats-server of 2.9 or later: BERTH_NATS_SERVER, one on PATH, one fetched before, else one fetched now. */
export async function ensureNatsServer() {
  const named = process.env.BERTH_NATS_SERVER;
  if (named) {
    if (await isAcceptable(named)) return named;
    throw new FixableError(
      `BERTH_NATS_SERVER is ${named}, which is not nats-server ${MIN_VERSION.join('.')} or later`,
    );
  }
  const present = [...onPath(), ...fetched()];
  for (const candidate of present) if (await isAcceptable(candidate)) return candidate;
  return step(`fetching nats-server ${PINNED_VERSION}`, fetchOne);
}

async function fetchOne() {
  const problems = [];
  for (const fetchFrom of [...pinned, fromDebian]) {
    try {
      const found = await fetchFrom();
      if (await isAcceptable(found)) {
        if (fetchFrom === fromDebian) {
          console.log(
            `  ${problems.join('; ')}\n  using the older nats-server of Debian instead, which is supported`,
          );
        }
        return found;
      }
      problems.push(`${found} does not run`);
    } catch (error) {
      problems.push(error.message);
    }
  }
  throw new FixableError(
    `no nats-server: install one of ${MIN_VERSION.join('.')} or later, or set BERTH_NATS_SERVER (${problems.join('; ')})`,
  );
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean);
  return folders.map((folder) => join(folder, 'nats-server')).filter(existsSync);
}

function fetched() {
  if (!existsSync(TOOLS)) return [];
  const folders = readdirSync(TOOLS).filter((name) => /^nats-server-\d/.test(name));
  folders.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return folders.map((folder) => join(TOOLS, folder, 'nats-server')).filter(existsSync);
}

async function isAcceptable(binary) {
  const { status, output } = await run(binary, ['--version'], { timeoutMs: 10_000 });
  const [, major, minor] = /v(\d+)\.(\d+)\./.exec(output) ?? [];
  if (status !== 0 || major === undefined) return false;
  return (
    Number(major) > MIN_VERSION[0] || (Number(major) === MIN_VERSION[0] && Number(minor) >= MIN_VERSION[1])
  );
}
