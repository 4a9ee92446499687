import type { Random } from './digits.js';

const MOMENTUM = 0.9;

/** Weights of a layer, those of one input next to each other. */
class Layer {
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly #weightVelocity: Float32Array;
  readonly #biasVelocity: Float32Array;
  readonly weightGradient: Float32Array;
  readonly biasGradient: Float32Array;

  constructor(
    readonly inputs: number,
    readonly outputs: number,
    random: Random,
  ) {
    // He et al. 2015: keeps the variance through layers of rectified units.
    const spread = Math.sqrt(6 / inputs);
    this.weights = Float32Array.from({ length: inputs * outputs }, () => (2 * random() - 1) * spread);
    this.biases = new Float32Array(outputs);
    this.#weightVelocity = new Float32Array(inputs * outputs);
    this.#biasVelocity = new Float32Array(outputs);
    this.weightGradient = new Float32Array(inputs * outputs);
    this.biasGradient = new Float32Array(outputs);
  }

  forward(input: Float32Array, output: Float32Array): void {
    output.set(this.biases);
    for (let from = 0; from < this.inputs; from += 1) {
      const value = input[from]!;
      // Four of five pixels are blank.
      if (value === 0) continue;
      const row = from * this.outputs;
      for (let to = 0; to < this.outputs; to += 1) output[to]! += value * this.weights[row + to]!;
    }
  }

  /** Adds one example's share to the gradient; `inputError`, where given, is what the layer below is to blame for. */
  backward(input: Float32Array, error: Float32Array, inputError?: Float32Array): void {
    for (let to = 0; to < this.outputs; to += 1) this.biasGradient[to]! += error[to]!;
    for (let from = 0; from < this.inputs; from += 1) {
      const value = input[from]!;
      const row = from * this.outputs;
      if (inputError) {
        let blame = 0;
        for (let to = 0; to < this.outputs; to += 1) blame += error[to]! * this.weights[row + to]!;
        inputError[from] = value > 0 ? blame : 0;
      }
      if (value === 0) continue;
      for (let to = 0; to < this.outputs; to += 1) this.weightGradient[row + to]! += value * error[to]!;
    }
  }

  step(rate: number): void {
    descend(this.weights, this.weightGradient, this.#weightVelocity, rate);
    descend(this.biases, this.biasGradient, this.#biasVelocity, rate);
  }
}

function descend(values: Float32Array, gradient: Float32Array, velocity: Float32Array, rate: number): void {
  for (let index = 0; index < values.length; index += 1) {
    velocity[index] = MOMENTUM * velocity[index]! - rate * gradient[index]!;
    values[index]! += velocity[index]!;
    gradient[index] = 0;
  }
}

/** One hidden layer of rectified units, softmax on top, learned by gradient descent with momentum on cross-entropy. */
export class Perceptron {
  readonly #hidden: Layer;
  readonly #output: Layer;
  readonly #active: Float32Array;
  readonly #activeError: Float32Array;
  readonly #scores: Float32Array;

  constructor(inputs: number, hidden: number, outputs: number, random: Random) {
    this.#hidden = new Layer(inputs, hidden, random);
    this.#output = new Layer(hidden, outputs, random);
    this.#active = new Float32Array(hidden);
    this.#activeError = new Float32Array(hidden);
    this.#scores = new Float32Array(outputs);
  }

  /** A probability per class; overwritten by the next call. */
  predict(input: Float32Array): Float32Array {
    this.#hidden.forward(input, this.#active);
    for (let unit = 0; unit < this.#active.length; unit += 1) {
      if (this.#active[unit]! < 0) this.#active[unit] = 0;
    }
    this.#output.forward(this.#active, this.#scores);
    const highest = Math.max(...this.#scores);
    let sum = 0;
    for (let index = 0; index < this.#scores.length; index += 1) {
      const power = Math.exp(this.#scores[index]! - highest);
      this.#scores[index] = power;
      sum += power;
    }
    for (let index = 0; index < this.#scores.length; index += 1) this.#scores[index]! /= sum;
    return this.#scores;
  }

  /** Adds an example to the batch; returns its probabilities as they were before. */
  learn(input: Float32Array, label: number): Float32Array {
    const probabilities = this.predict(input);
    const error = Float32Array.from(probabilities);
    error[label]! -= 1;
    this.#output.backward(this.#active, error, this.#activeError);
    this.#hidden.backward(input, this.#activeError);
    return probabilities;
  }

  /** Ends a batch of so many examples. */
  step(rate: number, examples: number): void {
    this.#output.step(rate / examples);
    this.#hidden.step(rate / examples);
  }

  toJSON() {
    return [this.#hidden, this.#output].map(({ inputs, outputs, weights, biases }) => ({
      inputs,
      outputs,
      weights: Array.from(weights, round),
      biases: Array.from(biases, round),
    }));
  }
}

const round = (value: number): number => Number(value.toPrecision(6));
