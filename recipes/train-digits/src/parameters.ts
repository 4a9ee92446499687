import { parseArgs } from 'node:util';

export interface Parameters {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly hiddenUnits: number;
  readonly seed: number;
  readonly savePath: string;
}

/** Reads `--name value` pairs; throws with a message for the person who gave them. */
export function readParameters(args: readonly string[]): Parameters {
  const { values } = parseArgs({
    args: [...args],
    options: {
      epochs: { type: 'string', default: '20' },
      'batch-size': { type: 'string', default: '32' },
      'learning-rate': { type: 'string', default: '0.05' },
      'hidden-units': { type: 'string', default: '128' },
      seed: { type: 'string', default: '1' },
      'save-path': { type: 'string', default: 'model.json' },
    },
  });
  return {
    epochs: wholeNumber('epochs', values.epochs, 1, 10_000),
    batchSize: wholeNumber('batch-size', values['batch-size'], 1, 10_000),
    learningRate: positive('learning-rate', values['learning-rate']),
    hiddenUnits: wholeNumber('hidden-units', values['hidden-units'], 1, 4096),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 32 - 1),
    savePath: values['save-path'],
  };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(
    `--${name} must be a whole number from ${least} to ${most}, not ${JSON.stringify(text)}`,
  );
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`--${name} must be a number above 0, not ${JSON.stringify(text)}`);
}
