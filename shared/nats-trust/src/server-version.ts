import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type ServerVersion = readonly [major: number, minor: number, patch: number];

/** Output of the program itself: `nats-server: v2.9.10`. */
export async function serverVersionOf(binary: string): Promise<ServerVersion> {
  const { stdout } = await promisify(execFile)(binary, ['--version'], { timeout: 10_000 });
  return parseServerVersion(stdout);
}

export function parseServerVersion(text: string): ServerVersion {
  const match = /v(\d+)\.(\d+)\.(\d+)/.exec(text);
  if (!match) throw new Error(`this is not a version of nats-server: ${text.trim()}`);
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

export function atLeast(version: ServerVersion, least: ServerVersion): boolean {
  const [major, minor, patch] = version.map((part, index) => part - (least[index] ?? 0)) as [
    number,
    number,
    number,
  ];
  return (major || minor || patch) >= 0;
}
