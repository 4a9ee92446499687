import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import {
  arrayMembersQuery,
  arraysByIdQuery,
  cancelArray,
  submitArray,
  type ArrayView,
} from '@berth/contracts/scheduler/array';
import type { JobView } from '@berth/contracts/scheduler/views';
import { ok } from '@berth/kernel/result';
import { Operation, type Reply, type UserCall } from '@berth/service-host/operation';
import { ArrayQueries } from './array.queries.js';
import { Arrays } from './arrays.js';

@Controller()
export class ArrayController {
  constructor(
    @Inject(Arrays) private readonly arrays: Arrays,
    @Inject(ArrayQueries) private readonly queries: ArrayQueries,
  ) {}

  @Operation(submitArray)
  submit(call: UserCall<InputOf<typeof submitArray>>): Reply<ArrayView> {
    return this.arrays.submit(call);
  }

  @Operation(cancelArray)
  cancel(call: UserCall<InputOf<typeof cancelArray>>): Reply<ArrayView> {
    return this.arrays.cancel(call);
  }

  @Operation(arraysByIdQuery)
  async byId({ input, identity }: UserCall<InputOf<typeof arraysByIdQuery>>): Reply<readonly ArrayView[]> {
    return ok({ result: await this.queries.byIds(identity, input.ids) });
  }

  @Operation(arrayMembersQuery)
  async members({ input, identity }: UserCall<InputOf<typeof arrayMembersQuery>>): Reply<PageOf<JobView>> {
    return ok({ result: await this.queries.members(identity, input.arrayId, input) });
  }
}
