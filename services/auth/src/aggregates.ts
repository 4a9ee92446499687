import type {
  ApiTokenEvent,
  ClaimEvent,
  DeviceLoginEvent,
  KeyringEvent,
  PreferencesEvent,
  ProjectEvent,
  AdminRosterEvent,
  SessionEvent,
  UserEvent,
} from '@berth/contracts/auth/events';
import type { EventStore } from '@berth/event-store';
import { Aggregates } from '@berth/service-host/aggregates';
import { apiTokenDecider, type ApiTokenCommand, type ApiToken } from './api-token/api-token.decider.js';
import { type ClaimCommand, claimDecider, type Claim } from './claim/claim.decider.js';
import {
  deviceLoginDecider,
  type DeviceLogin,
  type DeviceLoginCommand,
} from './device-login/device-login.decider.js';
import { keyringDecider, type AddKey, type Keyring } from './keyring/keyring.decider.js';
import {
  preferencesDecider,
  type ChangePreferences,
  type Preferences,
} from './preferences/preferences.decider.js';
import { type ProjectCommand, projectDecider, type Project } from './project/project.decider.js';
import { type AdminRoster, type RosterCommand, rosterDecider } from './roster/admin-roster.decider.js';
import { type SessionCommand, sessionDecider, type Session } from './session/session.decider.js';
import { userDecider } from './user/user.decider.js';
import type { UserCommand, User } from './user/user.js';

export class ApiTokens extends Aggregates<ApiToken, ApiTokenCommand, ApiTokenEvent> {
  constructor(store: EventStore) {
    super(store, apiTokenDecider);
  }
}

export class Claims extends Aggregates<Claim, ClaimCommand, ClaimEvent> {
  constructor(store: EventStore) {
    super(store, claimDecider);
  }
}

export class DeviceLoginAggregates extends Aggregates<DeviceLogin, DeviceLoginCommand, DeviceLoginEvent> {
  constructor(store: EventStore) {
    super(store, deviceLoginDecider);
  }
}

export class Keyrings extends Aggregates<Keyring, AddKey, KeyringEvent> {
  constructor(store: EventStore) {
    super(store, keyringDecider);
  }
}

export class PreferencesAggregates extends Aggregates<Preferences, ChangePreferences, PreferencesEvent> {
  constructor(store: EventStore) {
    super(store, preferencesDecider);
  }
}

export class Projects extends Aggregates<Project, ProjectCommand, ProjectEvent> {
  constructor(store: EventStore) {
    super(store, projectDecider);
  }
}

export class AdminRosters extends Aggregates<AdminRoster, RosterCommand, AdminRosterEvent> {
  constructor(store: EventStore) {
    super(store, rosterDecider);
  }
}

export class Sessions extends Aggregates<Session, SessionCommand, SessionEvent> {
  constructor(store: EventStore) {
    super(store, sessionDecider);
  }
}

export class Users extends Aggregates<User, UserCommand, UserEvent> {
  constructor(store: EventStore) {
    super(store, userDecider);
  }
}
