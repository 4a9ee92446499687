/** A GB is 10^9 bytes, as makers count: a GPU sold with 80 GB has 81,559 MiB, which are 85.5 GB. */
export const MIB_PER_GB = 1e9 / (1024 * 1024);

/** Of a requested amount. */
export const mibOf = (gb: number): number => gb * MIB_PER_GB;

/** Of an available amount, rounded down to a tenth: a request for the displayed amount would be accepted. */
export const gbOf = (mib: number): number => Math.floor((mib / MIB_PER_GB) * 10) / 10;

/** Of what was asked for, as it was written. */
export const askedGb = (mib: number): number => Math.round((mib / MIB_PER_GB) * 1000) / 1000;
