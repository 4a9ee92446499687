import type { Instant } from '@berth/kernel/clock';

export interface SetPrice {
  readonly type: 'setPrice';
  readonly priceId: string;
  readonly poolId?: string | undefined;
  readonly model?: string | undefined;
  readonly microsPerHour: number;
  readonly currency: string;
  /** Default: now. */
  readonly from?: Instant | undefined;
  readonly now: Instant;
}
