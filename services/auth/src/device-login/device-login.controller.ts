import { Controller, Inject } from '@nestjs/common';
import {
  decideDeviceLogin,
  deviceLoginQuery,
  redeemDeviceLogin,
  startDeviceLogin,
} from '@berth/contracts/auth/operations';
import type { DeviceLoginOutcome, DeviceLoginStarted, DeviceLoginView } from '@berth/contracts/auth/views';
import type { InputOf } from '@berth/contracts/define';
import { defined } from '@berth/kernel/defined';
import { err, ok } from '@berth/kernel/result';
import { Operation, type OpenCall, type Reply, type UserCall } from '@berth/service-host/operation';
import { AUTH_PLATFORM, type AuthPlatform } from '../auth.platform.js';
import { Callers } from '../user/callers.js';
import { deviceLoginIdOf } from './codes.js';
import { DeviceLoginLimits } from './device-login-limits.js';
import { deviceLoginStream, NO_SUCH_CODE, type DeviceLogin } from './device-login.decider.js';
import { DeviceLogins, deviceRequest } from './device-logins.js';

@Controller()
export class DeviceLoginController {
  constructor(
    @Inject(DeviceLogins) private readonly deviceLogins: DeviceLogins,
    @Inject(DeviceLoginLimits) private readonly limits: DeviceLoginLimits,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(AUTH_PLATFORM) private readonly platform: AuthPlatform,
  ) {}

  @Operation(startDeviceLogin)
  async start({
    input,
    meta,
    remoteAddress: network,
  }: OpenCall<InputOf<typeof startDeviceLogin>>): Reply<DeviceLoginStarted> {
    const client = input.clientName || input.clientId;
    return this.deviceLogins.start({ client, ...defined({ network }) }, meta);
  }

  @Operation(redeemDeviceLogin)
  async redeem({ input, meta }: OpenCall<InputOf<typeof redeemDeviceLogin>>): Reply<DeviceLoginOutcome> {
    return this.deviceLogins.redeem(input.deviceCode, meta);
  }

  /** What the user is about to let in. */
  @Operation(deviceLoginQuery)
  async show({ input, identity }: UserCall<InputOf<typeof deviceLoginQuery>>): Reply<DeviceLoginView> {
    const { id: userId } = await this.callers.withSession(identity);
    const tooMany = this.limits.takeGuess(userId);
    if (tooMany) return err(tooMany);
    const stream = deviceLoginStream(deviceLoginIdOf(this.platform.vault, input.userCode));
    const { state } = await this.deviceLogins.aggregates.load(stream, { fresh: true });
    const view = await this.#view(state);
    if (!view || view.expiresAt <= this.platform.clock.now()) return err(NO_SUCH_CODE);
    this.limits.guessedRight(userId);
    return ok({ result: view });
  }

  @Operation(decideDeviceLogin)
  async decide({
    input,
    identity,
    meta,
  }: UserCall<InputOf<typeof decideDeviceLogin>>): Reply<DeviceLoginView> {
    const { id: userId, passwordVersion } = await this.callers.withSession(identity);
    const tooMany = this.limits.takeGuess(userId);
    if (tooMany) return err(tooMany);
    const decided = await this.deviceLogins.aggregates.execute(
      deviceLoginStream(deviceLoginIdOf(this.platform.vault, input.userCode)),
      { type: 'decideDeviceLogin', approve: input.approve, userId, passwordVersion, now: meta.now },
      meta,
    );
    if (!decided.ok) {
      if (decided.error.code !== 'NOT_FOUND') this.limits.guessedRight(userId);
      return decided;
    }
    this.limits.guessedRight(userId);
    const { state, position } = decided.value;
    const result = await this.#view(state);
    return result ? ok({ result, ...defined({ position }) }) : err(NO_SUCH_CODE);
  }

  /** Undefined where it is over. */
  async #view(state: DeviceLogin): Promise<DeviceLoginView | undefined> {
    if (state.status === 'none' || state.status === 'used' || state.status === 'expired') return undefined;
    const { status, requestedAt, expiresAt } = state;
    const opened = await this.platform.vault.tryOpen(state.request);
    if (!('value' in opened)) return undefined;
    return { ...deviceRequest.parse(opened.value), state: status, requestedAt, expiresAt };
  }
}
