import { CLASSES, PIXELS, split, type Digits, seededRandom, shuffle } from './digits.js';
import type { Parameters } from './parameters.js';
import { Perceptron } from './perceptron.js';

/** How well a model did on examples, gathered one by one. */
export class Score {
  #loss = 0;
  #examples = 0;
  #withinThree = 0;
  /** Row: what it is; column: what the model took it for. */
  readonly #confusion: readonly Uint32Array[];

  constructor(private readonly classes: number) {
    this.#confusion = Array.from({ length: classes }, () => new Uint32Array(classes));
  }

  add(probabilities: Float32Array, label: number): void {
    const certainty = probabilities[label]!;
    let best = 0;
    let better = 0;
    for (let index = 0; index < this.classes; index += 1) {
      if (probabilities[index]! > probabilities[best]!) best = index;
      if (probabilities[index]! > certainty) better += 1;
    }
    this.#loss -= Math.log(Math.max(certainty, 1e-12));
    this.#examples += 1;
    if (better < 3) this.#withinThree += 1;
    this.#confusion[label]![best]! += 1;
  }

  get loss(): number {
    return this.#loss / this.#examples;
  }

  get accuracy(): number {
    return this.#confusion.reduce((sum, row, index) => sum + row[index]!, 0) / this.#examples;
  }

  /** The share of examples whose class is among the three likeliest. */
  get top3(): number {
    return this.#withinThree / this.#examples;
  }

  /** Means over the classes; a class that is neither there nor claimed counts as 0. */
  get macro(): { readonly precision: number; readonly recall: number; readonly f1: number } {
    const perClass = this.#confusion.map((row, index) => {
      const hits = row[index]!;
      const claimed = this.#confusion.reduce((sum, other) => sum + other[index]!, 0);
      const there = row.reduce((sum, count) => sum + count, 0);
      const [precision, recall] = [hits / Math.max(1, claimed), hits / Math.max(1, there)];
      return { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
    });
    const mean = (of: 'precision' | 'recall' | 'f1') =>
      perClass.reduce((sum, scores) => sum + scores[of], 0) / this.classes;
    return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
  }
}

const TRAINING_SHARE = 0.8;
const RATE_DECAY = 0.9;

/** The names that Berth's charts know. */
export interface EpochMetrics {
  readonly epoch: number;
  readonly epochs: number;
  readonly stage: 'train';
  readonly train_loss: number;
  readonly val_loss: number;
  readonly train_acc: number;
  readonly val_acc: number;
  readonly top3_acc: number;
  readonly macro_f1: number;
  readonly precision: number;
  readonly recall: number;
  readonly best_acc: number;
  readonly learning_rate: number;
  /** 0 to 1. */
  readonly progress: number;
}

/** Learns epoch by epoch; the same parameters give the same figures. */
export function* train(digits: Digits, parameters: Parameters): Generator<EpochMetrics, Perceptron> {
  const random = seededRandom(parameters.seed);
  const { training, validation } = split(digits.count, TRAINING_SHARE, random);
  const model = new Perceptron(PIXELS, parameters.hiddenUnits, CLASSES, random);
  const image = (index: number) => digits.images.subarray(index * PIXELS, (index + 1) * PIXELS);
  let rate = parameters.learningRate;
  let bestAccuracy = 0;

  for (let epoch = 1; epoch <= parameters.epochs; epoch += 1) {
    const trained = new Score(CLASSES);
    shuffle(training, random);
    for (let start = 0; start < training.length; start += parameters.batchSize) {
      const batch = training.subarray(start, start + parameters.batchSize);
      for (const index of batch)
        trained.add(model.learn(image(index), digits.labels[index]!), digits.labels[index]!);
      model.step(rate, batch.length);
    }
    const validated = new Score(CLASSES);
    for (const index of validation) validated.add(model.predict(image(index)), digits.labels[index]!);
    bestAccuracy = Math.max(bestAccuracy, validated.accuracy);
    yield {
      epoch,
      epochs: parameters.epochs,
      stage: 'train',
      train_loss: rounded(trained.loss),
      val_loss: rounded(validated.loss),
      train_acc: rounded(trained.accuracy),
      val_acc: rounded(validated.accuracy),
      top3_acc: rounded(validated.top3),
      macro_f1: rounded(validated.macro.f1),
      precision: rounded(validated.macro.precision),
      recall: rounded(validated.macro.recall),
      best_acc: rounded(bestAccuracy),
      learning_rate: rounded(rate),
      progress: rounded(epoch / parameters.epochs),
    };
    rate *= RATE_DECAY;
  }
  return model;
}

const rounded = (value: number): number => Number(value.toFixed(6));
