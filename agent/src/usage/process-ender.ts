import type { EndProcesses, ProcessTerminationStatus } from '@berth/contracts/agent/messages';
import { SerialQueue } from '@berth/kernel/serial-queue';
import type { ProcessEnder } from '../bus/downlink.js';
import { isAlive, readProcessStat, type ProcessIdentity } from '../executors/process/process-identity.js';
import { Accounts } from './accounts.js';
import type { DeviceUsage } from './device-usage.js';
import { userOf } from '../executors/process/processes.js';

interface SignalledProcess extends ProcessIdentity {
  /** By the monotonic clock, in ms. */
  readonly at: number;
  killed: boolean;
}
interface Reservation {
  /** By process id. */
  readonly signalled: Map<number, SignalledProcess>;
  lastRequestAt: number;
}

const SIGNALLED_TTL_MS = 3_600_000;
const MAX_PROCESSES = 256;

/**
 * Ends processes that people left on devices which are no longer theirs. A process is signalled only if it uses one of
 * the devices just now, is of no run, and runs wholly as one of the accounts (real, effective and saved user), never as
 * root. One that was signalled is recognised by its start time, so that a later process with its id is not taken for
 * it.
 */
export class DeviceProcessEnder implements ProcessEnder {
  readonly #accounts = new Accounts();
  readonly #reservations = new Map<string, Reservation>();
  readonly #orders = new SerialQueue();

  constructor(private readonly usage: Pick<DeviceUsage, 'of'>) {}

  /** One order after the other: the same order twice at once must not count as a repetition. */
  end(order: EndProcesses): Promise<ProcessTerminationStatus> {
    return this.#orders.run(() => this.#end(order));
  }

  async #end({
    reservationId,
    deviceUuids,
    accounts,
    graceSeconds,
  }: EndProcesses): Promise<ProcessTerminationStatus> {
    const reservation = this.#signalledFor(reservationId);
    const use = await this.usage.of(deviceUuids);
    const pids = new Set(use.flatMap(({ processes }) => processes.map(({ pid }) => pid)));
    const answer = { signalled: [] as number[], ended: [] as number[], denied: [] as number[] };
    for (const pid of pids) {
      const outcome = await this.#endOne(reservation, pid, new Set(accounts), graceSeconds * 1000);
      if (outcome !== undefined) answer[outcome].push(pid);
    }
    for (const signalled of reservation.signalled.values()) {
      const isThere =
        answer.signalled.includes(signalled.pid) || (pids.has(signalled.pid) && (await isAlive(signalled)));
      if (!isThere) answer.ended.push(signalled.pid);
    }
    const killed = [...reservation.signalled.values()]
      .filter((signalled) => signalled.killed)
      .map(({ pid }) => pid);
    const most = (pids: readonly number[]) => pids.slice(0, MAX_PROCESSES);
    return {
      signalled: most(answer.signalled),
      ended: most(answer.ended),
      killed,
      denied: most(answer.denied),
      known: use.every(({ known }) => known),
    };
  }

  async #endOne(
    { signalled }: Reservation,
    pid: number,
    accounts: ReadonlySet<string>,
    graceMs: number,
  ): Promise<'signalled' | 'denied' | undefined> {
    const stat = await readProcessStat(pid);
    if (!stat || stat.state === 'Z' || pid === process.pid) return undefined;
    const account = await this.#accountOf(pid);
    if (account === undefined || !accounts.has(account)) return undefined;
    const now = performance.now();
    const before = signalled.get(pid);
    const isKnown = before?.startTime === stat.startTime;
    if (isKnown && now - before.at < graceMs) return 'signalled';
    // The process may have ended while its owner was looked up.
    if ((await readProcessStat(pid))?.startTime !== stat.startTime) return undefined;
    const sent = signal(pid, isKnown ? 'SIGKILL' : 'SIGTERM');
    if (sent !== 'sent') return sent === 'denied' ? 'denied' : undefined;
    if (isKnown) before.killed = true;
    else remember(signalled, { pid, startTime: stat.startTime, at: now, killed: false });
    return 'signalled';
  }

  /** Undefined for what runs as root, or as several users. */
  async #accountOf(pid: number): Promise<string | undefined> {
    const uid = await userOf(pid);
    return uid === undefined || uid === 0 ? undefined : this.#accounts.nameOf(uid);
  }

  #signalledFor(reservationId: string): Reservation {
    const now = performance.now();
    for (const [id, { lastRequestAt }] of this.#reservations)
      if (now - lastRequestAt > SIGNALLED_TTL_MS) this.#reservations.delete(id);
    const reservation = this.#reservations.get(reservationId) ?? {
      signalled: new Map<number, SignalledProcess>(),
      lastRequestAt: now,
    };
    reservation.lastRequestAt = now;
    this.#reservations.set(reservationId, reservation);
    return reservation;
  }
}

/** The oldest is dropped: if it still runs, it is signalled once more. */
function remember(signalled: Map<number, SignalledProcess>, process: SignalledProcess): void {
  signalled.delete(process.pid);
  const [oldest] = signalled.keys();
  if (signalled.size >= MAX_PROCESSES && oldest !== undefined) signalled.delete(oldest);
  signalled.set(process.pid, process);
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): 'sent' | 'denied' | 'gone' {
  try {
    process.kill(pid, name);
    return 'sent';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'denied' : 'gone';
  }
}
