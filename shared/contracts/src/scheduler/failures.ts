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

/** What an `exitCode` or a `signal` meant: `errorClass` in events keeps its published values. */
export const failures = ['commandNotFound', 'outputLimit'] as const;
export const failure = z.enum(failures);
export type Failure = z.output<typeof failure>;
/** Why a run failed, as users see it. */
export const failureClasses = [...errorClasses, ...failures] as const;
export type FailureClass = ErrorClass | Failure;
