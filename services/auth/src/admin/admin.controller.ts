import { Controller, Inject } from '@nestjs/common';
import type { UserView } from '@berth/contracts/auth/views';
import type { InputOf } from '@berth/contracts/define';
import type { JsonObject } from '@berth/kernel/json';
import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { Operation, type OpenCall, type Reply } from '@berth/service-host/operation';
import { AdminProof, type Proven } from './admin-proof.js';
import { AdminTasks } from './admin-tasks.js';
import { createAdmin, recoverAdmin } from './admin.operations.js';

const NOT_PROVEN = reject('FORBIDDEN', 'only the admin command of this installation may do this');

@Controller()
export class AdminController {
  constructor(
    @Inject(AdminProof) private readonly proof: AdminProof,
    @Inject(AdminTasks) private readonly tasks: AdminTasks,
  ) {}

  @Operation(createAdmin, { allow: 'anyone' })
  async create({ input, meta }: OpenCall<InputOf<typeof createAdmin>>): Reply<UserView> {
    if (!this.proven(createAdmin.name, input, meta)) return err(NOT_PROVEN);
    return this.tasks.create(input, byMachine(meta));
  }

  @Operation(recoverAdmin, { allow: 'anyone' })
  async recover({ input, meta }: OpenCall<InputOf<typeof recoverAdmin>>): Reply<UserView> {
    if (!this.proven(recoverAdmin.name, input, meta)) return err(NOT_PROVEN);
    return this.tasks.recover(input, byMachine(meta));
  }

  private proven(operation: string, input: JsonObject & Proven, meta: CommandMeta): boolean {
    return this.proof.holds(operation, input, meta.now);
  }
}

export const byMachine = (meta: CommandMeta): CommandMeta => ({
  ...meta,
  actor: { kind: 'system', id: 'admin-command' },
});
