import { expect, it } from '@jest/globals';
import { faultsOf } from './field-faults.js';

const refusal = { code: 'VALIDATION_FAILED', message: 'input.gpus.count: must be at least 1' };

it('each problem is at its field, with its rule and numbers', () => {
  const problems = [
    { field: 'input.gpus.count', message: 'must be at least 1', rule: 'TOO_SMALL', minimum: 1 },
    { field: 'name', message: 'is required', rule: 'REQUIRED' },
  ];
  expect(faultsOf({ ...refusal, field: 'input.gpus.count', details: { problems } })).toEqual([
    { name: 'count', message: 'must be at least 1', rule: 'TOO_SMALL', numbers: { minimum: 1 } },
    { name: 'name', message: 'is required', rule: 'REQUIRED', numbers: {} },
  ]);
});

it('a refusal without problems is about its field', () => {
  expect(faultsOf({ code: 'ALREADY_EXISTS', message: 'taken', field: 'username' })).toEqual([
    { name: 'username', message: 'taken', rule: 'ALREADY_EXISTS', numbers: {} },
  ]);
});

it.each([undefined, {}, { problems: [] }, { problems: 'many' }])(
  'one with details %j and no field is about none',
  (details) => {
    expect(faultsOf({ ...refusal, details })).toEqual([]);
  },
);
