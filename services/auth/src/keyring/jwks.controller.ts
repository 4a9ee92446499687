import { Controller, Inject } from '@nestjs/common';
import { jwksQuery } from '@berth/contracts/auth/operations';
import type { InputOf, ResultOf } from '@berth/contracts/define';
import { ok } from '@berth/kernel/result';
import { Operation, type OpenCall, type Reply } from '@berth/service-host/operation';
import { AccessTokens } from './access-tokens.js';

@Controller()
export class JwksController {
  constructor(@Inject(AccessTokens) private readonly accessTokens: AccessTokens) {}

  @Operation(jwksQuery)
  async jwks(_: OpenCall<InputOf<typeof jwksQuery>>): Reply<ResultOf<typeof jwksQuery>> {
    return ok({ result: await this.accessTokens.jwks() });
  }
}
