import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@berth/contracts/define';
import type { PageOf } from '@berth/contracts/fields';
import { devicesQuery, hostsByIdQuery, hostsQuery } from '@berth/contracts/inventory/operations';
import type { DeviceView, HostView } from '@berth/contracts/inventory/views';
import { ok } from '@berth/kernel/result';
import { Operation, type Call, type Reply } from '@berth/service-host/operation';
import { Visibility } from '../access/visibility.js';
import { HostQueries } from './host-queries.js';

@Controller()
export class HostQueryController {
  constructor(
    @Inject(HostQueries) private readonly hosts: HostQueries,
    @Inject(Visibility) private readonly visibility: Visibility,
  ) {}

  @Operation(hostsQuery)
  async list({ input, identity }: Call<InputOf<typeof hostsQuery>>): Reply<PageOf<HostView>> {
    return ok({ result: await this.hosts.page(input, await this.visibility.of(identity)) });
  }

  @Operation(hostsByIdQuery)
  async byIds({ input, identity }: Call<InputOf<typeof hostsByIdQuery>>): Reply<readonly HostView[]> {
    return ok({ result: await this.hosts.byIds(input.ids, await this.visibility.of(identity)) });
  }

  @Operation(devicesQuery)
  async devices({ input, identity }: Call<InputOf<typeof devicesQuery>>): Reply<PageOf<DeviceView>> {
    return ok({ result: await this.hosts.devices(input, await this.visibility.of(identity)) });
  }
}
