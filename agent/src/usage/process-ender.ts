import type { EndProcesses, ProcessesEnding } from '@berth/contracts/agent/messages';
import type { ProcessEnder } from '../bus/downlink.js';
import { isAlive, readProcessStat, type ProcessIdentity } from '../executors/process/process-identity.js';
import { Accounts } from './accounts.js';
import type { DeviceUsage } from './device-usage.js';
import { userOf } from './processes.js';

interface Told extends ProcessIdentity {
  /** By the monotonic clock, in ms. */
  readonly at: number;
  killed: boolean;
}
interface Booking {
  /** By process id. */
  readonly told: Map<number, Told>;
  heardAt: number;
}

const REMEMBERED_MS = 3_600_000;
const MOST_PROCESSES = 256;

/**
 * Ends processes that people left on devices which are no longer theirs. A process is signalled only if it uses one of
 * the devices just now, is of no run, and runs wholly as one of the accounts (real, effective and saved user), never
 * as root. One that was told is known again by its start time, so that whatever has its id later is not taken for it.
 */
export class DeviceProcessEnder implements ProcessEnder {
  readonly #accounts = new Accounts();
  readonly #bookings = new Map<string, Booking>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly usage: Pick<DeviceUsage, 'of'>) {}

  /** One order after the other: the same said twice at once must not count as said again. */
  end(order: EndProcesses): Promise<ProcessesEnding> {
    const turn = this.#turn.then(() => this.#end(order));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #end({ reservationId, deviceUuids, accounts, graceSeconds }: EndProcesses): Promise<ProcessesEnding> {
    const booking = this.#bookingOf(reservationId);
    const use = await this.usage.of(deviceUuids);
    const pids = new Set(use.flatMap(({ processes }) => processes.map(({ pid }) => pid)));
    const answer = { told: [] as number[], ended: [] as number[], denied: [] as number[] };
    for (const pid of pids) {
      const outcome = await this.#endOne(booking, pid, new Set(accounts), graceSeconds * 1000);
      if (outcome !== undefined) answer[outcome].push(pid);
    }
    for (const told of booking.told.values()) {
      const isThere = answer.told.includes(told.pid) || (pids.has(told.pid) && (await isAlive(told)));
      if (!isThere) answer.ended.push(told.pid);
    }
    const killed = [...booking.told.values()].filter((told) => told.killed).map(({ pid }) => pid);
    const most = (pids: readonly number[]) => pids.slice(0, MOST_PROCESSES);
    return {
      told: most(answer.told),
      ended: most(answer.ended),
      killed,
      denied: most(answer.denied),
      known: use.every(({ known }) => known),
    };
  }

  async #endOne(
    { told }: Booking,
    pid: number,
    accounts: ReadonlySet<string>,
    graceMs: number,
  ): Promise<'told' | 'denied' | undefined> {
    const stat = await readProcessStat(pid);
    if (!stat || stat.state === 'Z' || pid === process.pid) return undefined;
    const account = await this.#accountOf(pid);
    if (account === undefined || !accounts.has(account)) return undefined;
    const now = performance.now();
    const before = told.get(pid);
    const isKnown = before?.startTime === stat.startTime;
    if (isKnown && now - before.at < graceMs) return 'told';
    // Whoever had the id may have ended while its owner was looked up.
    if ((await readProcessStat(pid))?.startTime !== stat.startTime) return undefined;
    const sent = signal(pid, isKnown ? 'SIGKILL' : 'SIGTERM');
    if (sent !== 'sent') return sent === 'denied' ? 'denied' : undefined;
    if (isKnown) before.killed = true;
    else remember(told, { pid, startTime: stat.startTime, at: now, killed: false });
    return 'told';
  }

  /** Undefined for what runs as root, or as several users. */
  async #accountOf(pid: number): Promise<string | undefined> {
    const uid = await userOf(pid);
    return uid === undefined || uid === 0 ? undefined : this.#accounts.nameOf(uid);
  }

  #bookingOf(reservationId: string): Booking {
    const now = performance.now();
    for (const [id, { heardAt }] of this.#bookings)
      if (now - heardAt > REMEMBERED_MS) this.#bookings.delete(id);
    const booking = this.#bookings.get(reservationId) ?? { told: new Map<number, Told>(), heardAt: now };
    booking.heardAt = now;
    this.#bookings.set(reservationId, booking);
    return booking;
  }
}

/** The oldest is forgotten: if it is there still, it is told once more. */
function remember(told: Map<number, Told>, process: Told): void {
  told.delete(process.pid);
  const [oldest] = told.keys();
  if (told.size >= MOST_PROCESSES && oldest !== undefined) told.delete(oldest);
  told.set(process.pid, process);
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): 'sent' | 'denied' | 'gone' {
  try {
    process.kill(pid, name);
    return 'sent';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'denied' : 'gone';
  }
}
