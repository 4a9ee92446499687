import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEnd, RunSpec } from '../../../executor.js';
import { RunLogs } from '../../../../logs/run-logs.js';
import { Cgroups } from '../../cgroups.js';
import { ProcessExecutor } from '../../process-executor.js';
import { aRun, aScript, until, untilEnded } from '../../testing/a-run.js';
import { canSee } from '../folder-access.js';
import { findIsolation } from '../probe.js';
import type { IsolationKind } from '../isolation.js';

export interface AttackedHost {
  readonly kind: IsolationKind;
  readonly statement: string;
  /** What the attacking job could do, by its output. */
  readonly got: readonly string[];
  readonly attack: RunEnd;
  /** What an ordinary job could not do. */
  readonly lacks: readonly string[];
  readonly supervisorKiller: RunEnd;
  /** Processes that outlived their run. */
  readonly left: readonly string[];
  /** What the agent could not do because a job had damaged its own files. */
  readonly agentFailures: readonly string[];
  /** Processes that one job could have at once. */
  readonly begun: number;
  readonly takenOver: RunEnd;
  readonly memberRun: RunEnd;
}

/** A process of its own, as an agent with its executor: attacked by one of its jobs. Prints an `AttackedHost`. */
const [folder, marker, ...kinds] = process.argv.slice(2) as [string, string, ...IsolationKind[]];
const trustJobs = kinds.length === 0;

const ATTACK = `
  tell() { echo "got: $1"; }
  for secret in "$MASTER" "$IDENTITY" /mnt/platform/secrets/* "$RUNS"/*/spec.json "$RUNS"/*/env "$RUNS"/*/work/secret "$RUNS"/*/tmp/secret; do
    grep -qs "$MARKER-secret" "$secret" && tell "read $secret"
  done
  ls "$RUNS" 2>/dev/null | grep -v "$BERTH_JOB_ID" | grep -q . && tell 'names of other runs'
  grep -qs "$MARKER-secret" /proc/[0-9]*/environ && tell 'environment of another'
  (echo x > "$PLATFORM/.attack-$MARKER") 2>/dev/null
  [ -n "$READ_ONLY" ] && (echo x > "$READ_ONLY/x") 2>/dev/null && tell 'wrote beside programs'
  (echo forged > "$RUNS/$BERTH_JOB_ID.1/forged") 2>/dev/null
  for pid in $(ls /proc | grep '^[0-9]*$'); do
    case "$(tr '\\0' ' ' 2>/dev/null < /proc/$pid/cmdline)" in
      *"$MARKER"*attack*) ;;
      *attacked-host*"$MARKER"* | *supervise.sh*"$MARKER"*) kill -0 "$pid" 2>/dev/null && tell 'signalled the platform' ;;
    esac
  done
  unshare -Urm sh -c 'umount "$0"; cat "$1"' "$HIDDEN" "$MASTER" 2>/dev/null | grep -q "$MARKER" && tell 'uncovered a folder'
  [ "$(id -u)" = 0 ] && chroot /proc/1/root cat "$MASTER" 2>/dev/null | grep -q "$MARKER" && tell 'left by another root'
  grep -q 'CapEff:.*[1-9a-f]' /proc/self/status && tell 'capabilities'
  echo done`;

const HONEST = `
  lack() { echo "lacks: $1"; }
  echo x > here && [ -r here ] || lack 'its folder'
  echo x > "$(mktemp)" || lack /tmp
  echo x > /dev/null || lack /dev/null
  echo x > /dev/shm/x-$MARKER && rm /dev/shm/x-$MARKER || lack /dev/shm
  echo said > /dev/stderr || lack /dev/stderr
  [ "$(node -p 6*7)" = 42 ] || lack node
  "$BERTH_NODE_BINARY" -e "require('net').connect($PORT, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))" || lack loopback
  [ -r "$PLATFORM/package.json" ] || lack recipes
  command -v python3 > /dev/null && { python3 -c 'import json, tempfile; tempfile.TemporaryFile()' || lack python; }
  cat "$SHARED/data-set" > /dev/null || lack 'the shared folder'
  echo x > "$SHARED/inner/x" || lack 'a file system in the shared folder'
  [ "$(ls -d /proc/self)" ] || lack /proc
  [ "$(cat /proc/self/oom_score_adj)" -ge 500 ] || lack 'a place behind the platform where memory runs out'
  echo done`;

/** Leaves folders that are deeper than a path may be long, that have no permissions, and links to other folders. */
const DAMAGE_FILES = `
  perl -e 'for (1..2500) { mkdir "deeper"; chdir "deeper" or die }' || (mkdir deeper && cd deeper)
  mkdir -p closed/in && echo x > closed/in/file && chmod 0 closed/in && chmod 0555 closed
  ln -s "$SHARED" shared && mkfifo pipe
  chmod 0 /proc/self/fd/1 /proc/self/fd/2
  head -c 2000000 /dev/zero
  chmod 0 .
  exec sleep 300`;

const MAX_PROCESSES = 60;
/** Starts as many processes as it can. */
const FORK = `i=0; while [ $i -lt 200 ]; do sleep 60 & i=$((i + 1)); echo "begun: $i"; done`;

const platform = join(folder, 'platform');
const secrets = join(platform, 'secrets');
const agentFolder = join(platform, 'agent');
const runsFolder = join(agentFolder, 'runs');
const shared = join(folder, 'shared');
for (const path of [secrets, agentFolder, shared]) mkdirSync(path, { recursive: true, mode: 0o755 });
const master = join(secrets, 'master.key');
const identity = join(agentFolder, 'identity.nk');
for (const file of [master, identity]) writeFileSync(file, `${marker}-secret`, { mode: 0o600 });
writeFileSync(join(shared, 'data-set'), 'numbers');
// mounted file systems, where the user may mount
const inner = join(shared, 'inner');
const ofPrograms = join(folder, 'tools', 'cache');
for (const path of [inner, ofPrograms]) {
  mkdirSync(path, { recursive: true });
  if (process.getuid?.() === 0) chmodSync(path, 0o777);
}

const isolation = await findIsolation({
  ...{ agentFolder, runsFolder, privateFolders: [platform], jobFolders: [shared], trustJobs, kinds },
});
const open = (): Promise<ProcessExecutor> =>
  ProcessExecutor.open({
    ...{
      folder: runsFolder,
      cgroups: Cgroups.none,
      isolation,
      outputLimitBytes: 1_000_000,
      checkSeconds: 1,
      maxProcesses: MAX_PROCESSES,
    },
  });
let executor = await open();
const outputOf = (run: RunSpec): string => readFileSync(executor.output(run).stdout, 'utf8');
const linesOf = (run: RunSpec, beginning: string): string[] =>
  outputOf(run)
    .split('\n')
    .filter((line) => line.startsWith(beginning))
    .map((line) => line.slice(beginning.length));

async function ended(run: RunSpec): Promise<RunEnd> {
  await executor.start(run);
  return (await untilEnded(executor, run)).end;
}

/** Processes of this host by their arguments, which are the same in any namespace. */
async function leftOf(argument: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    const line = /^\d+$/.test(pid) ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') : '';
    if (line.split('\0').includes(argument)) found.push(`${pid} ${line.replaceAll('\0', ' ')}`);
  }
  return found;
}

const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as { port: number };
const byAdmin = true;
const common = { MARKER: marker, PLATFORM: isolation.folderAccess.platform };

const neighbour = aScript(
  `echo ${marker}-secret > secret; echo ${marker}-secret > /tmp/secret; echo ready; exec sleep 300`,
  { env: { TOKEN: `${marker}-secret` }, byAdmin },
);
await executor.start(neighbour);
await until(executor, neighbour, 'running');
while (!outputOf(neighbour).includes('ready')) await sleep(20);

const attacker = aScript(ATTACK, {
  byAdmin,
  env: {
    ...common,
    // with accounts the permissions of the folders decide
    ...(isolation.kind === 'namespaces' ? { READ_ONLY: ofPrograms } : {}),
    MASTER: master,
    IDENTITY: identity,
    RUNS: runsFolder,
    HIDDEN: platform,
  },
});
const attack = await ended(attacker);
const forged = canSee(join(runsFolder, `${attacker.jobId}.1`, 'forged'));
const wrote = canSee(join(isolation.folderAccess.platform, `.attack-${marker}`));
rmSync(join(isolation.folderAccess.platform, `.attack-${marker}`), { force: true });

const honest = aScript(HONEST, { byAdmin, env: { ...common, PORT: String(port), SHARED: shared } });
const honestEnd = await ended(honest);

const [staying, forking] = [`3${Date.now()}1`, `3${Date.now()}2`];
const supervisorKiller = aScript(
  `setsid env -i sleep ${staying} & sleep 0.2; kill -9 $PPID; sleep 0.2; exit 7`,
  {
    byAdmin,
  },
);
const supervisorKillerEnd = await ended(supervisorKiller);
const leaver = aScript(`setsid env -i sh -c 'sleep ${forking} & exec sleep ${forking}' & sleep 0.2; exit 0`, {
  byAdmin,
});
await ended(leaver);
const left = [...(await leftOf(staying)), ...(await leftOf(forking))];
const halves = (await leftOf(join(runsFolder, `${supervisorKiller.jobId}.1`))).map(
  (line) => `supervisor ${line}`,
);

for (const line of left) process.kill(Number(line.split(' ')[0]), 'SIGKILL');

const forker = aScript(FORK, { byAdmin });
await ended(forker);
const begun = linesOf(forker, 'begun: ').length;

const fileDamager = aScript(DAMAGE_FILES, { byAdmin, env: { SHARED: shared } });
const agentFailures: string[] = [];
const fileDamagerEnd = await ended(fileDamager);
if (fileDamagerEnd.errorClass !== 'outputLimit')
  agentFailures.push(`no limit of output: ${fileDamagerEnd.message}`);
const logs = new RunLogs(() => Promise.resolve(), {}, 1);
await logs
  .follow(fileDamager, executor.output(fileDamager))
  .catch((error: unknown) => agentFailures.push(String(error)));
await logs.close();
await executor.remove(fileDamager).catch((error: unknown) => agentFailures.push(String(error)));
if (canSee(executor.output(fileDamager).folder)) agentFailures.push('its folder is still there');
if (!canSee(join(shared, 'data-set'))) agentFailures.push('the shared folder was emptied');

// another agent takes over
await executor.close();
executor = await open();
await executor.stop(neighbour, { outcome: 'preempted', graceSeconds: 5 });
const takenOver = (await untilEnded(executor, neighbour)).end;
const memberRun = await ended(aRun(['true']));

const found: AttackedHost = {
  kind: isolation.kind,
  statement: isolation.statement,
  got: [
    ...linesOf(attacker, 'got: '),
    ...(wrote ? ['wrote beside the platform'] : []),
    ...(forged ? ['wrote files of its supervisor'] : []),
  ],
  attack,
  lacks: [
    ...linesOf(honest, 'lacks: '),
    ...(honestEnd.outcome === 'succeeded' && outputOf(honest).includes('done')
      ? []
      : [
          `${honestEnd.outcome}: ${honestEnd.message} ${readFileSync(executor.output(honest).stderr, 'utf8')}`,
        ]),
  ],
  supervisorKiller: supervisorKillerEnd,
  left: [...left, ...halves],
  agentFailures,
  begun,
  takenOver,
  memberRun,
};
server.close();
await executor.close();
process.stdout.write(`${JSON.stringify(found)}\n`);
