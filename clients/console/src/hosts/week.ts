/** Half hours, as the platform keeps them. */
export const BUCKET_MS = 30 * 60_000;
export const BUCKETS = 7 * 48;

export interface Bucket {
  readonly from: string;
  /** Percent; undefined where there is no sample: the host was away. */
  readonly use: number | undefined;
}

interface Usage {
  readonly uuid: string;
  readonly from: string;
  readonly utilisationGpu: number | null;
}

/** The last seven days up to now, rounded to half hours. */
export function weekUntil(now: number): { readonly from: string; readonly to: string } {
  const end = Math.ceil(now / BUCKET_MS) * BUCKET_MS;
  return { from: new Date(end - BUCKETS * BUCKET_MS).toISOString(), to: new Date(end).toISOString() };
}

/** Every half hour of a week of each device, with what is known of it. */
export function bucketsOf(
  usage: readonly Usage[],
  from: string,
  uuids: readonly string[],
): ReadonlyMap<string, readonly Bucket[]> {
  const start = Date.parse(from);
  const known = new Map(usage.map((each) => [`${each.uuid} ${Date.parse(each.from)}`, each.utilisationGpu]));
  return new Map(
    uuids.map((uuid) => [
      uuid,
      Array.from({ length: BUCKETS }, (_, index) => {
        const at = start + index * BUCKET_MS;
        return { from: new Date(at).toISOString(), use: known.get(`${uuid} ${at}`) ?? undefined };
      }),
    ]),
  );
}

/** Mean of what is known; undefined where nothing is. */
export function meanUse(buckets: readonly Bucket[]): number | undefined {
  const known = buckets.flatMap(({ use }) => use ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0) / known.length;
}
