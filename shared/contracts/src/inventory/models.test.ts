import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { matchesModel } from './models.js';

it('knows a model by whole words of its name', () => {
  const fits: readonly (readonly [model: string, wanted: string])[] = [
    ['NVIDIA A100-SXM4-80GB', 'a100'],
    ['NVIDIA A100-SXM4-80GB', 'A100 80GB'],
    ['NVIDIA A100-SXM4-80GB', 'NVIDIA A100-SXM4-80GB'],
    ['NVIDIA A100-SXM4-80GB MIG 1g.10gb', '1g.10gb'],
    ['Tesla T4', 'T4'],
    ['NVIDIA GeForce RTX 4090', 'rtx 4090'],
    ['NVIDIA L4', 'NVIDIA L4'],
  ];
  for (const [model, wanted] of fits) assert.ok(matchesModel(model, wanted), `${model}, ${wanted}`);
  const others: readonly (readonly [model: string, wanted: string])[] = [
    ['NVIDIA L40S', 'NVIDIA L4'],
    ['NVIDIA L40S', 'L40'],
    ['NVIDIA A100-SXM4-80GB', 'A10'],
    ['NVIDIA A10G', 'A10'],
    ['NVIDIA A100-SXM4-80GB MIG 2g.20gb', '1g.10gb'],
    ['NVIDIA A100-SXM4-40GB', 'A100 80GB'],
    ['Tesla T4', '-'],
  ];
  for (const [model, wanted] of others) assert.ok(!matchesModel(model, wanted), `${model}, ${wanted}`);
});
