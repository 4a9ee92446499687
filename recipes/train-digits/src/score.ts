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
