import type { DeviceLoginOutcome, DeviceLoginStarted } from '@berth/contracts/auth/views';
import { addMs } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { uuidFromName } from '@berth/kernel/ids';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Collection, ReadModels } from '@berth/read-models';
import type { CommandMeta } from '@berth/service-host/command-meta';
import type { Answer } from '@berth/service-host/operation';
import type { Vault } from '@berth/service-host/vault';
import { z } from 'zod';
import type { DeviceLoginAggregates } from '../aggregates.js';
import type { LogIns } from '../session/log-ins.js';
import type { RefreshTokens } from '../session/session-tokens.js';
import type { People } from '../user/people.js';
import { deviceLoginsView, type DeviceLoginDocument } from './device-logins.view.js';
import {
  deviceLoginIdOf,
  idInDeviceCode,
  isDeviceCode,
  newDeviceCode,
  newUserCode,
  shownUserCode,
} from './codes.js';
import { INTERVAL_SECONDS, type DeviceLoginLimits } from './device-login-limits.js';
import { deviceLoginKey, deviceLoginStream, type DeviceLogin } from './device-login.decider.js';

const LIFE_SECONDS = 600;
/** Of all programs; each is an event that anybody can cause. */
const MAX_OPEN = 1000;
const MAX_TRIES = 5;

/** What a program says of itself. */
export const deviceRequest = z.object({ client: z.string(), network: z.string().optional() });
export type DeviceRequest = z.output<typeof deviceRequest>;

const NOT_VALID = reject(
  'UNAUTHENTICATED',
  'deviceCode: is not valid, or was used; start the login again',
  'deviceCode',
);
const TOO_MANY_OPEN = reject(
  'RATE_LIMITED',
  'too many logins by code are open; try again in a minute',
  undefined,
  {
    retryAfterSeconds: 60,
  },
);

/** Log-ins of programs by a code that a user enters elsewhere (RFC 8628): the program's side. */
export class DeviceLogins {
  readonly #open: Collection<DeviceLoginDocument>;

  constructor(
    readonly aggregates: DeviceLoginAggregates,
    private readonly people: People,
    private readonly logIns: LogIns,
    private readonly refreshTokens: RefreshTokens,
    private readonly limits: DeviceLoginLimits,
    private readonly vault: Vault,
    readModels: ReadModels,
  ) {
    this.#open = readModels.collection(deviceLoginsView.collection);
  }

  async start(
    request: DeviceRequest,
    meta: CommandMeta,
  ): Promise<Result<Answer<DeviceLoginStarted>, Rejection>> {
    const tooMany = this.limits.refusalOfRequest(request.network ?? 'unknown');
    if (tooMany) return err(tooMany);
    const open = await this.#open.count({ expiresAt: { gt: meta.now } }, MAX_OPEN);
    if (open >= MAX_OPEN) return err(TOO_MANY_OPEN);
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      const userCode = newUserCode();
      const id = deviceLoginIdOf(this.vault, userCode);
      const { state } = await this.aggregates.load(deviceLoginStream(id), { fresh: true });
      // An erased key can't be used again.
      if (state.status !== 'none') continue;
      const device = newDeviceCode(id);
      const requested = await this.aggregates.execute(
        deviceLoginStream(id),
        {
          type: 'requestDeviceLogin',
          deviceLoginId: id,
          codeHash: device.hash,
          requestedAt: meta.now,
          expiresAt: addMs(meta.now, LIFE_SECONDS * 1000),
          request: await this.vault.seal(deviceLoginKey(id), request),
        },
        // Each code is a command of its own: a repeat by key would show one program the code of another.
        { ...meta, commandId: uuidFromName('device login', device.hash) },
        { expectNew: true },
      );
      if (!requested.ok) continue;
      const { position } = requested.value;
      const result = {
        deviceCode: device.code,
        userCode: shownUserCode(userCode),
        expiresInSeconds: LIFE_SECONDS,
        intervalSeconds: INTERVAL_SECONDS,
      };
      return ok({ result, ...defined({ position }) });
    }
    throw new Error(`no free code was found in ${MAX_TRIES} tries`);
  }

  /**
   * Starts the session that a user has approved. Each step can be repeated: the session follows from the log-in, so that a
   * program whose answer was lost asks again and gets the same tokens, until it has refreshed them or its time is up.
   */
  async redeem(code: string, meta: CommandMeta): Promise<Result<Answer<DeviceLoginOutcome>, Rejection>> {
    const id = idInDeviceCode(code);
    if (id === undefined) return err(NOT_VALID);
    const { state } = await this.aggregates.load(deviceLoginStream(id), { fresh: true });
    if (state.status === 'none' || !isDeviceCode(code, state.codeHash)) return err(NOT_VALID);
    if (state.status === 'expired' || meta.now >= state.expiresAt)
      return ok({ result: { status: 'expired' } });
    if (this.limits.asksTooEarly(id)) return ok({ result: { status: 'slowDown' } });
    if (state.status === 'pending' || state.status === 'denied')
      return ok({ result: { status: state.status } });
    return this.#logIn(state, meta);
  }

  async #logIn(
    approved: Extract<DeviceLogin, { readonly status: 'approved' | 'used' }>,
    meta: CommandMeta,
  ): Promise<Result<Answer<DeviceLoginOutcome>, Rejection>> {
    const { id, userId, passwordVersion, request } = approved;
    const account = await this.people.find(userId);
    if (account?.passwordVersion !== passwordVersion) return ok({ result: { status: 'denied' } });
    const opened = await this.vault.tryOpen(request);
    const client = 'value' in opened ? deviceRequest.parse(opened.value).client : undefined;
    const command = { ...meta, commandId: uuidFromName('session of device login', id), inputHash: id };
    const started = await this.logIns.start(account, command, { client });
    if (!started.ok) return started;
    const { result: login, position } = started.value;
    // Whoever has the tokens already has refreshed them: the code must not be worth more than they are.
    if (this.refreshTokens.read(login.refreshToken)?.generation !== 1) return err(NOT_VALID);
    await this.vault.erase(deviceLoginKey(id));
    await this.aggregates.execute(
      deviceLoginStream(id),
      { type: 'useDeviceLogin' },
      {
        ...meta,
        commandId: uuidFromName('use of device login', id),
        inputHash: id,
        actor: { kind: 'user', id: userId },
      },
    );
    return ok({ result: { status: 'granted', login }, ...defined({ position }) });
  }
}
