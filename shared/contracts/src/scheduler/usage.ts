import { nameOrId } from '../fields.js';
import { z } from 'zod';
import { defineQuery } from '../define.js';

/** The standing of a user: what they may use of all, what they have used of all (0 to 1 each), and what follows. */
type ShareView = {
  readonly shares: number;
  readonly entitled: number;
  readonly used: number;
  /** Device-hours, of which past ones fade by the pool's half-life. */
  readonly usedHours: number;
  /** 1 for no use, 0.5 for use equal to the share, towards 0 for far more use. */
  readonly factor: number;
};
export type UserShareView = ShareView & { readonly userId: string };
export type ProjectShareView = ShareView & {
  readonly projectId: string;
  readonly users: readonly UserShareView[];
};

export type FairSharesView = {
  readonly poolId: string;
  readonly at: string;
  readonly halfLifeHours: number;
  readonly projects: readonly ProjectShareView[];
};

export const fairSharesQuery = defineQuery<FairSharesView>('read')(
  'scheduler',
  'fairShares',
  z.strictObject({
    /** Id or name. */
    pool: nameOrId,
  }),
);
