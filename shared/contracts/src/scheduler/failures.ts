import { z } from 'zod';

export const errorClasses = [
  'exitCode',
  'signal',
  'outOfMemory',
  'gpuOutOfMemory',
  'startFailed',
  'hostLost',
] as const;
export const errorClass = z.enum(errorClasses);
export type ErrorClass = z.output<typeof errorClass>;

/** What an `exitCode` or a `signal` was in fact: the words of `errorClass` in events are what they were. */
export const failures = ['commandNotFound', 'outputLimit'] as const;
export const failure = z.enum(failures);
export type Failure = z.output<typeof failure>;
/** Why a run failed, as people are told. */
export const failureClasses = [...errorClasses, ...failures] as const;
export type FailureClass = ErrorClass | Failure;
