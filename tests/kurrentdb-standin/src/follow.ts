import { status } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Log, LoggedEvent } from './log.js';
import { toReadResponse, type ReadCall } from './messages.js';

/** Servers whose manners differ; see `Following`. */
export type ServerVersion = '22.10' | '25.0';

/** Records that a server reads at once while a subscription catches up, and that it keeps for one that is live. */
const PAGE = 32;

/** A server's message to a subscriber that does not keep up while live; 22.10 ends the subscription with it. */
const TOO_SLOW =
  'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.';

/**
 * A subscription to everything after a position, narrowed by prefixes of stream names. Written from the sources of both
 * servers, and from what was seen of them:
 *
 * - A checkpoint follows each 32 records (times the multiplier) that were looked at, at the last that matched or, on a
 *   page without any, at the page's first record.
 * - 25.0 sends a checkpoint and `caughtUp` at the end, `fellBehind` where a live subscriber does not keep up, and
 *   catches up again. 22.10 says neither, and ends the call where the subscriber is too slow.
 */
export async function follow(
  { log, version, count }: { log: Log; version: ServerVersion; count: (stream: string) => void },
  call: ReadCall,
  options: streams.ReadReq.Options,
): Promise<void> {
  const following = new Following(log, version, call, options, count);
  const unwatch = log.watch(() => following.wake());
  for (const event of ['drain', 'cancelled']) call.on(event, () => following.wake());
  try {
    await following.run();
  } finally {
    unwatch();
  }
}

class Following {
  readonly #prefixes: readonly string[];
  readonly #interval: number;
  /** Index in the log of the next record to look at. */
  #next: number;
  #considered = 0;
  #live = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly log: Log,
    private readonly version: ServerVersion,
    private readonly call: ReadCall,
    options: streams.ReadReq.Options,
    private readonly count: (stream: string) => void,
  ) {
    const filter = options.getFilter();
    this.#prefixes = filter?.getStreamIdentifier()?.getPrefixList() ?? [];
    if (filter !== undefined && this.#prefixes.length === 0)
      throw new Error('only prefixes of streams are served');
    this.#interval = PAGE * (filter?.getCheckpointintervalmultiplier() ?? 1);
    this.#next = firstIndex(log, options, version);
  }

  wake(): void {
    this.#wake();
  }

  async run(): Promise<void> {
    this.call.write(new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation()));
    while (!this.call.cancelled) {
      if (this.call.writableNeedDrain) {
        await this.#woken();
        if (this.#live && this.log.all.length - this.#next > PAGE && !this.#fallBehind()) return;
      } else if (!this.#live) this.#catchUp();
      else if (this.#next < this.log.all.length) this.#pass();
      else await this.#woken();
    }
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #catchUp(): void {
    const page = this.log.all.slice(this.#next, this.#next + PAGE);
    const matched = page.filter((record) => this.#matches(record));
    for (const record of matched) this.#send(record);
    this.#next += page.length;
    this.#considered += page.length;
    const position = (matched.at(-1) ?? page[0])?.position;
    if (page.length < PAGE) {
      this.#live = true;
      if (this.version === '22.10') return;
      this.#checkpoint(position);
      this.call.write(new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
    } else if (this.#considered >= this.#interval) this.#checkpoint(position);
  }

  #pass(): void {
    const record = this.log.all[this.#next];
    if (record === undefined) return;
    this.#next += 1;
    this.#considered += 1;
    if (this.#matches(record)) this.#send(record);
    if (this.#considered >= this.#interval) this.#checkpoint(record.position);
  }

  /** Whether the call goes on. */
  #fallBehind(): boolean {
    if (this.version === '22.10') {
      this.call.emit('error', { code: status.ABORTED, details: TOO_SLOW });
      return false;
    }
    this.#live = false;
    this.call.write(new streams.ReadResp().setFellBehind(new streams.ReadResp.FellBehind()));
    return true;
  }

  #matches({ stream }: LoggedEvent): boolean {
    return this.#prefixes.length === 0 || this.#prefixes.some((prefix) => stream.startsWith(prefix));
  }

  #send(record: LoggedEvent): void {
    this.count(record.stream);
    this.call.write(toReadResponse(record));
  }

  #checkpoint(position: bigint | undefined): void {
    this.#considered %= this.#interval;
    if (position === undefined) return;
    const checkpoint = new streams.ReadResp.Checkpoint();
    checkpoint.setCommitPosition(position.toString()).setPreparePosition(position.toString());
    this.call.write(new streams.ReadResp().setCheckpoint(checkpoint));
  }
}

/** 22.10 begins behind whatever record it finds at the position or after it, 25.0 behind the position. */
function firstIndex(log: Log, options: streams.ReadReq.Options, version: ServerVersion): number {
  const from = options.getAll();
  if (from?.hasEnd()) return log.all.length;
  if (!from?.hasPosition()) return 0;
  const position = BigInt(from.getPosition()?.getCommitPosition() ?? 0);
  return version === '22.10'
    ? Math.min(log.indexAt(position) + 1, log.all.length)
    : log.indexAt(position + 1n);
}
