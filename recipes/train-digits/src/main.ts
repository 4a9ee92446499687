import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadDigits } from './digits.js';
import { readParameters, type Parameters } from './parameters.js';
import { train } from './training.js';

const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const log = (message: string) => print({ type: 'log', level: 'info', message });

let parameters: Parameters;
try {
  parameters = readParameters(process.argv.slice(2));
} catch (error) {
  print({ type: 'log', level: 'error', message: (error as Error).message });
  process.exit(2);
}

const digits = loadDigits();
log(`read ${digits.count} handwritten digits; training on the CPU`);
const devices = process.env['CUDA_VISIBLE_DEVICES'];
if (devices) log(`this recipe does not use the device that it holds (${devices})`);

const training = train(digits, parameters);
let step = training.next();
let accuracy = 0;
while (!step.done) {
  print({ type: 'metrics', ...step.value });
  accuracy = step.value.val_acc;
  step = training.next();
}

const path = resolve(parameters.savePath);
mkdirSync(dirname(path), { recursive: true });
writeFileSync(
  `${path}.tmp`,
  JSON.stringify({ kind: 'digits-perceptron', parameters, accuracy, layers: step.value }),
);
renameSync(`${path}.tmp`, path);
log(`saved the model (validation accuracy ${(100 * accuracy).toFixed(1)}%) to ${path}`);
