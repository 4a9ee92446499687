import { Controller, Inject } from '@nestjs/common';
import type { UserView } from '@berth/contracts/auth/views';
import type { InputOf } from '@berth/contracts/define';
import type { JsonObject } from '@berth/kernel/json';
import { reject } from '@berth/kernel/rejection';
import { err } from '@berth/kernel/result';
import type { CommandMeta } from '@berth/service-host/command-meta';
import { Operation, type OpenCall, type Reply } from '@berth/service-host/operation';
import { AdminProof, type WithProof } from './admin-proof.js';
import { AdminTasks } from './admin-tasks.js';
import { createAdmin, recoverAdmin } from '@berth/contracts/auth/admin.operations';

const INVALID_PROOF = reject(
  'FORBIDDEN',
  'only the admin command of this installation may call this operation',
);

@Controller()
export class AdminController {
  constructor(
    @Inject(AdminProof) private readonly proof: AdminProof,
    @Inject(AdminTasks) private readonly tasks: AdminTasks,
  ) {}

  @Operation(createAdmin)
  async create({ input, meta }: OpenCall<InputOf<typeof createAdmin>>): Reply<UserView> {
    if (!this.#proven(createAdmin.name, input, meta)) return err(INVALID_PROOF);
    return this.tasks.create(input, byAdminCommand(meta));
  }

  @Operation(recoverAdmin)
  async recover({ input, meta }: OpenCall<InputOf<typeof recoverAdmin>>): Reply<UserView> {
    if (!this.#proven(recoverAdmin.name, input, meta)) return err(INVALID_PROOF);
    return this.tasks.recover(input, byAdminCommand(meta));
  }

  #proven(operation: string, input: JsonObject & WithProof, meta: CommandMeta): boolean {
    return this.proof.verify(operation, input, meta.now);
  }
}

export const byAdminCommand = (meta: CommandMeta): CommandMeta => ({
  ...meta,
  actor: { kind: 'system', id: 'admin-command' },
});
