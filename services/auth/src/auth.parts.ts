import { AdminProof } from './admin/admin-proof.js';
import { AdminTasks } from './admin/admin-tasks.js';
import {
  ApiTokens,
  Claims,
  DeviceLoginAggregates,
  Keyrings,
  PreferencesAggregates,
  Projects,
  AdminRosters,
  Sessions,
  Users,
} from './aggregates.js';
import type { AuthPlatform } from './auth.platform.js';
import { DeviceLoginLimits } from './device-login/device-login-limits.js';
import { DeviceLogins } from './device-login/device-logins.js';
import { AccessTokens } from './keyring/access-tokens.js';
import { RegistrationThrottle } from './user/registration-throttle.js';
import { DeviceTokens, RefreshTokens } from './session/session-tokens.js';
import { LoginThrottle } from './password/login-throttle.js';
import { PasswordHasher } from './password/password-hasher.js';
import { AccountDeletion } from './processes/account-deletion.process-manager.js';
import { IntentExecutor } from './processes/intent-executor.js';
import { NameIntents, type ExecuteIntent } from './claim/name-intents.process-manager.js';
import { NameReleases } from './processes/name-releases.process-manager.js';
import { SessionEndings } from './session/session-endings.process-manager.js';
import { Admins } from './roster/admins.process-manager.js';
import { LogIns } from './session/log-ins.js';
import { Callers } from './user/callers.js';
import { People } from './user/people.js';
import { ProfileUpdates } from './user/profile.js';
import { Registrations } from './user/registrations.js';

const DAY_MS = 86_400_000;

export type AuthParts = ReturnType<typeof assembleAuth>;

/** Puts together what auth consists of; starts nothing. */
export function assembleAuth(
  { config, log, clock, store, readModels, vault, waitForViews }: AuthPlatform,
  masterKey: Uint8Array,
) {
  const claims = new Claims(store);
  const users = new Users(store);
  const sessions = new Sessions(store);
  const projects = new Projects(store);
  const tokens = new ApiTokens(store);
  const people = new People(store, users, claims, vault);
  const callers = new Callers(people);
  const profiles = new ProfileUpdates(people, vault);
  const intentExecutor = new IntentExecutor(people, profiles, claims, projects, vault, clock);
  const executeIntent: ExecuteIntent = (wanted, cause) => intentExecutor.executeIntent(wanted, cause);
  const intents = new NameIntents(store, claims, vault, clock, executeIntent, log);
  const admins = new Admins(store, new AdminRosters(store), people, clock);
  const hasher = new PasswordHasher();
  const throttle = new LoginThrottle({
    perAccount: config.BERTH_MAX_LOGIN_FAILURES_PER_ACCOUNT,
    perAddress: config.BERTH_MAX_LOGIN_FAILURES_PER_NETWORK,
  });
  const registrationThrottle = new RegistrationThrottle();
  const registrations = new Registrations(people, intents, hasher, vault);
  const accessTokens = new AccessTokens(new Keyrings(store), vault, clock, {
    issuer: config.BERTH_TOKEN_ISSUER,
    lifeSeconds: config.BERTH_ACCESS_TOKEN_TTL_SECONDS,
    keyDays: config.BERTH_SIGNING_KEY_ROTATION_DAYS,
    log,
  });
  const refreshTokens = new RefreshTokens(vault);
  const deviceTokens = new DeviceTokens(vault);
  const logIns = new LogIns(sessions, people, accessTokens, refreshTokens, deviceTokens, vault, {
    idleMs: config.BERTH_SESSION_IDLE_TIMEOUT_DAYS * DAY_MS,
    maxMs: config.BERTH_SESSION_MAX_AGE_DAYS * DAY_MS,
    graceMs: config.BERTH_REFRESH_GRACE_SECONDS * 1000,
  });
  const deviceLoginLimits = new DeviceLoginLimits();
  const deviceLogins = new DeviceLogins(
    new DeviceLoginAggregates(store),
    people,
    logIns,
    refreshTokens,
    deviceLoginLimits,
    vault,
    readModels,
  );
  return {
    claims,
    users,
    sessions,
    projects,
    tokens,
    people,
    callers,
    profiles,
    intents,
    admins,
    hasher,
    throttle,
    registrations,
    accessTokens,
    refreshTokens,
    deviceTokens,
    registrationThrottle,
    logIns,
    deviceLoginLimits,
    deviceLogins,
    preferences: new PreferencesAggregates(store),
    adminProof: new AdminProof(masterKey),
    adminTasks: new AdminTasks(people, registrations, hasher, vault),
    nameReleases: new NameReleases(store, users, claims, clock),
    sessionEndings: new SessionEndings(store, sessions, clock, waitForViews, readModels),
    accountDeletion: new AccountDeletion(
      users,
      claims,
      projects,
      tokens,
      vault,
      clock,
      waitForViews,
      readModels,
    ),
  };
}
