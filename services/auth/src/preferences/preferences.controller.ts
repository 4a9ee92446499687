import { Controller, Inject } from '@nestjs/common';
import { preferencesQuery, updatePreferences } from '@berth/contracts/auth/operations';
import { bytesOf, MAX_PREFERENCES_BYTES } from '@berth/contracts/auth/preferences';
import type { InputOf } from '@berth/contracts/define';
import { defined } from '@berth/kernel/defined';
import { canonicalJson, type JsonObject } from '@berth/kernel/json';
import { reject, RejectedError, type Rejection } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { TokenBuckets } from '@berth/kernel/token-bucket';
import { Operation, type Reply, type UserCall } from '@berth/service-host/operation';
import { WHY_UNREADABLE } from '@berth/service-host/vault';
import { PreferencesAggregates } from '../aggregates.js';
import { AUTH_PLATFORM, type AuthPlatform } from '../auth.platform.js';
import { Callers } from '../user/callers.js';
import { People } from '../user/people.js';
import { userKey } from '../user/user.js';
import { mergePatch } from './merge-patch.js';
import { CHANGED_MEANWHILE, preferencesStream, type Preferences } from './preferences.decider.js';

const MAX_TRIES = 16;
/** Each change is an event with the whole: what a person does at a screen, not what a program does all day. */
const CHANGES = { capacity: 60, perSecond: 0.2 };

/** What users want of screens and programs: read and changed by themselves alone. */
@Controller()
export class PreferencesController {
  readonly #changes = new TokenBuckets(CHANGES);

  constructor(
    @Inject(PreferencesAggregates) private readonly preferences: PreferencesAggregates,
    @Inject(People) private readonly people: People,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(AUTH_PLATFORM) private readonly platform: AuthPlatform,
  ) {}

  @Operation(preferencesQuery)
  async show({ identity }: UserCall<InputOf<typeof preferencesQuery>>): Reply<JsonObject> {
    const { id } = await this.callers.active(identity);
    const { state } = await this.preferences.load(preferencesStream(id), { fresh: true });
    return ok({ result: await this.#opened(state) });
  }

  @Operation(updatePreferences)
  async update({ input, identity, meta }: UserCall<InputOf<typeof updatePreferences>>): Reply<JsonObject> {
    const account = await this.callers.active(identity);
    const wait = this.#changes.take(account.id);
    if (wait !== undefined) return err(tooMany(wait));
    // Where the person's key is lost nothing may be sealed: that would make a new one.
    await this.people.profileOf(account);
    const stream = preferencesStream(account.id);
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      const { state, position } = await this.preferences.load(stream, { fresh: true });
      const before = await this.#opened(state);
      const after = mergePatch(before, input.preferences as JsonObject) as JsonObject;
      if (canonicalJson(after) === canonicalJson(before))
        return ok({ result: before, ...defined({ position }) });
      const tooLarge = sizeProblem(after);
      if (tooLarge) return err(tooLarge);
      const changed = await this.preferences.execute(
        stream,
        {
          type: 'changePreferences',
          userId: account.id,
          preferences: await this.platform.vault.seal(userKey(account.id), after),
          basedOn: state.version,
        },
        meta,
      );
      if (changed.ok)
        return ok({
          result: await this.#opened(changed.value.state),
          ...defined({ position: changed.value.position }),
        });
      if (changed.error.code !== CHANGED_MEANWHILE.code) return changed;
    }
    return err(CHANGED_MEANWHILE);
  }

  /** @throws RejectedError where they can't be read */
  async #opened({ sealed }: Preferences): Promise<JsonObject> {
    if (!sealed) return {};
    const opened = await this.platform.vault.tryOpen(sealed);
    if ('value' in opened) return opened.value as JsonObject;
    const why = WHY_UNREADABLE[opened.unreadable];
    throw new RejectedError(reject('INVALID_STATE', `the preferences cannot be read: ${why}`));
  }
}

function sizeProblem(preferences: JsonObject): Rejection | undefined {
  const actual = bytesOf(preferences);
  if (actual <= MAX_PREFERENCES_BYTES) return undefined;
  const limit = MAX_PREFERENCES_BYTES;
  return reject(
    'VALIDATION_FAILED',
    `preferences: must have at most ${limit} bytes as JSON, would have ${actual}; remove members by null`,
    'preferences',
    { limit, actual },
  );
}

function tooMany(seconds: number): Rejection {
  const retryAfterSeconds = Math.ceil(seconds);
  return reject(
    'RATE_LIMITED',
    `the preferences were changed too often; try again in ${retryAfterSeconds} s`,
    undefined,
    { retryAfterSeconds },
  );
}
