import type { InputOf } from '@berth/contracts/define';
import type { submitJob } from '@berth/contracts/scheduler/operations';
import type { JobSpec } from '@berth/contracts/scheduler/events';
import { defined } from '@berth/kernel/defined';

export type SubmitInput = InputOf<typeof submitJob>;

export function specOf(input: SubmitInput): JobSpec {
  const {
    command,
    args,
    workingDirectory,
    image,
    gpus,
    vcpus,
    ramGb,
    timeoutMinutes,
    priority,
    description,
    retry,
    preemptible,
    reservation,
  } = input;
  return {
    command,
    args,
    envNames: Object.keys(input.env).sort(),
    gpus,
    class: input.class,
    timeoutMinutes,
    priority,
    retry,
    ...defined({
      workingDirectory,
      image,
      vcpus,
      ramGb,
      description,
      preemptible,
      reservationId: reservation,
    }),
  };
}
