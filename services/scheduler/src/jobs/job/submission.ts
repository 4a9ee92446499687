import type { InputOf } from '@berth/contracts/define';
import type { submitJob } from '@berth/contracts/scheduler/operations';
import type { JobSpec } from '@berth/contracts/scheduler/events';

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
    ...(workingDirectory === undefined ? {} : { workingDirectory }),
    ...(image === undefined ? {} : { image }),
    ...(vcpus === undefined ? {} : { vcpus }),
    ...(ramGb === undefined ? {} : { ramGb }),
    ...(description === undefined ? {} : { description }),
    ...(preemptible === undefined ? {} : { preemptible }),
    ...(reservation === undefined ? {} : { reservationId: reservation }),
  };
}
