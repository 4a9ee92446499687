/** Use of a project, and of its users, in device-seconds as they count now. */
export interface ProjectUse {
  readonly seconds: number;
  readonly users: ReadonlyMap<string, number>;
}

export interface Shares {
  readonly projects: { readonly [projectId: string]: number };
  /** Of a user within each project. */
  readonly users: { readonly [userId: string]: number };
}

export interface ShareStanding {
  readonly shares: number;
  /** Part of all shares in the comparison, and of all use: 0 to 1. */
  readonly entitled: number;
  readonly used: number;
  readonly factor: number;
}

/**
 * Slurm's classic fair share: `F = 2^-(used/entitled)`, so no use gives 1, and use equal to the share gives a half
 * (https://slurm.schedmd.com/classic_fair_share.html). Level by level: among those with past use, those with
 * declared shares, and the requested one.
 */
export function shareStandingOf(
  id: string,
  use: ReadonlyMap<string, number>,
  shares: { readonly [id: string]: number },
  named: readonly string[] = [],
): ShareStanding {
  const counting = new Set([...use.keys(), ...named, id]);
  const sharesOf = (each: string): number => (Object.hasOwn(shares, each) ? (shares[each] ?? 1) : 1);
  let allShares = 0;
  let allUse = 0;
  for (const each of counting) {
    allShares += sharesOf(each);
    allUse += use.get(each) ?? 0;
  }
  const entitled = sharesOf(id) / allShares;
  const used = allUse > 0 ? (use.get(id) ?? 0) / allUse : 0;
  return { shares: sharesOf(id), entitled, used, factor: 2 ** (-used / entitled) };
}
