import { reject, type Rejection } from '@berth/kernel/rejection';
import { TokenBucket } from '@berth/kernel/token-bucket';

/** Hosts change at restarts; an agent that reports changes endlessly must not fill the log. */
const CHANGES = { capacity: 20, perSecond: 1 / 60 };

const tooMany = reject('RATE_LIMITED', 'the host changes too often: register it again in a minute', 'facts');

/** Rate limit for reports with changes, per host. In memory of one instance of the service. */
export class ReportThrottle {
  readonly #hosts = new Map<string, TokenBucket>();

  constructor(private readonly monotonicMs: () => number) {}

  refusalOf(hostId: string): Rejection | undefined {
    const bucket = this.#hosts.get(hostId) ?? new TokenBucket(CHANGES, this.monotonicMs);
    this.#hosts.set(hostId, bucket);
    return bucket.take() ? undefined : tooMany;
  }
}
