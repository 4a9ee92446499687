import { reject, type Rejection } from '@berth/kernel/rejection';
import { TokenBuckets } from '@berth/kernel/token-bucket';

/** Hosts change at restarts; an agent that reports changes endlessly must not fill the log. */
const CHANGES = { capacity: 20, perSecond: 1 / 60 };

const tooMany = reject('RATE_LIMITED', 'the host changes too often: register it again in a minute', 'facts');

/** Rate limit for reports with changes, per host. In memory of one instance of the service. */
export class ReportThrottle {
  readonly #hosts: TokenBuckets;

  constructor(monotonicMs: () => number) {
    this.#hosts = new TokenBuckets(CHANGES, monotonicMs);
  }

  refusalOf(hostId: string): Rejection | undefined {
    return this.#hosts.take(hostId) === undefined ? undefined : tooMany;
  }
}
