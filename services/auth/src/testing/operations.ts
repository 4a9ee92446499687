import 'reflect-metadata';
import type { InputOf, OperationDefinition, RawInputOf, ResultOf } from '@berth/contracts/define';
import { newId, uuidFromName } from '@berth/kernel/ids';
import { canonicalJson } from '@berth/kernel/json';
import type { Rejection } from '@berth/kernel/rejection';
import type { Result } from '@berth/kernel/result';
import { admit, parseInput } from '@berth/service-host/admission';
import type { Answer, Identity, OperationExtras, UserCall } from '@berth/service-host/operation';
import type { AuthParts } from '../auth.parts.js';
import type { AuthPlatform } from '../auth.platform.js';
import { AdminController } from '../admin/admin.controller.js';
import { ApiTokenController } from '../api-token/api-token.controller.js';
import { DeviceLoginController } from '../device-login/device-login.controller.js';
import { JwksController } from '../keyring/jwks.controller.js';
import { PreferencesController } from '../preferences/preferences.controller.js';
import { ProjectController } from '../project/project.controller.js';
import { SessionController } from '../session/session.controller.js';
import { AccountController } from '../account/account.controller.js';
import { UserController } from '../account/user.controller.js';
import { ProjectQueryController } from '../project/projects.controller.js';
import { SessionQueryController } from '../session/sessions.controller.js';
import { UserQueryController } from '../user/users.controller.js';

type Method = (call: UserCall<unknown>) => Promise<Result<Answer<unknown>, Rejection>>;

export interface GatewayRequestOptions {
  readonly as?: Identity;
  /** Idempotency key. */
  readonly key?: string;
  readonly remoteAddress?: string;
  readonly userAgent?: string;
}

/** Calls auth's operations as the bus would: checks permissions, parses the input, assigns command ids. */
export class Operations {
  readonly #methods = new Map<string, { readonly extras: OperationExtras; readonly run: Method }>();

  constructor(
    private readonly platform: AuthPlatform,
    auth: AuthParts,
  ) {
    const { people, callers, registrations, profiles, intents, logIns, hasher, throttle, admins } = auth;
    const {
      refreshTokens,
      deviceTokens,
      registrationThrottle,
      deviceLoginLimits,
      deviceLogins,
      preferences,
      projects,
      tokens,
      accessTokens,
      adminProof,
      adminTasks,
    } = auth;
    for (const controller of [
      new UserController(
        people,
        callers,
        registrations,
        profiles,
        intents,
        logIns,
        hasher,
        throttle,
        registrationThrottle,
        platform,
      ),
      new AccountController(people, callers, admins),
      new SessionController(people, callers, logIns, refreshTokens, deviceTokens, hasher, throttle, platform),
      new DeviceLoginController(deviceLogins, deviceLoginLimits, callers, platform),
      new PreferencesController(preferences, people, callers, platform),
      new ProjectController(projects, intents, people, callers, platform),
      new ApiTokenController(tokens, people, callers, accessTokens, platform),
      new JwksController(accessTokens),
      new AdminController(adminProof, adminTasks),
      new SessionQueryController(platform, callers),
      new UserQueryController(platform, people),
      new ProjectQueryController(platform),
    ]) {
      this.#register(controller);
    }
  }

  async ask<O extends OperationDefinition>(
    definition: O,
    input: RawInputOf<O>,
    { as, key = newId(), remoteAddress, userAgent }: GatewayRequestOptions = {},
  ): Promise<Result<Answer<ResultOf<O>>, Rejection>> {
    const method = this.#methods.get(definition.subject);
    if (!method) throw new Error(`nobody answers ${definition.name}`);
    const admitted = admit(method.extras.definition.permission, as);
    if (!admitted.ok) return admitted;
    const parsed = parseInput(definition.input, input);
    if (!parsed.ok) return parsed;
    const actor = { kind: 'user', id: as?.userId ?? 'anonymous' } as const;
    const commandId = uuidFromName('command', actor.kind, actor.id, definition.name, key);
    const meta = {
      commandId,
      command: definition.name,
      actor,
      now: this.platform.clock.now(),
      correlationId: commandId,
      causationId: commandId,
      inputHash: this.platform.vault.blind('input', canonicalJson(parsed.value)),
    };
    const call = {
      input: parsed.value as InputOf<O>,
      identity: as as Identity,
      meta,
      remoteAddress,
      userAgent,
    };
    return (await method.run(call)) as Result<Answer<ResultOf<O>>, Rejection>;
  }

  #register(controller: object): void {
    const prototype = Object.getPrototypeOf(controller) as Record<string, Method>;
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const method = prototype[name];
      if (typeof method !== 'function') continue;
      const [subject] = (Reflect.getMetadata('microservices:pattern', method) as string[] | undefined) ?? [];
      if (subject === undefined) continue;
      const { operation } = Reflect.getMetadata('microservices:pattern_extras', method) as {
        operation: OperationExtras;
      };
      this.#methods.set(subject, { extras: operation, run: (call) => method.call(controller, call) });
    }
  }
}
