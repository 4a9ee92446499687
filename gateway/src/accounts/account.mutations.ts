import {
  activateUser,
  changePassword,
  deleteUser,
  register,
  setRole,
  suspendUser,
  updateProfile,
} from '@berth/contracts/auth/operations';
import type { LoginResult, UserView } from '@berth/contracts/auth/views';
import { builder } from '../graphql/builder.js';
import { toPlainId } from '../graphql/ids.js';
import { asDone, asValue, defineMutation, doneOf, successOf } from '../graphql/mutation.js';
import { LocaleEnum, RoleEnum, User } from './user.type.js';

const ProfileInput = builder.inputType('ProfileInput', {
  description: 'What a person says of themselves; what is left out stays.',
  fields: (t) => ({
    givenName: t.string({ description: 'First name.' }),
    familyName: t.string({ description: 'Last name.' }),
    organisation: t.string({ description: 'Company or university.' }),
    lab: t.string({ description: 'Group within the organisation.' }),
    phone: t.string({ description: 'Telephone number.' }),
    locale: t.field({ type: LocaleEnum, description: 'Language.' }),
    timeZone: t.string({ description: 'IANA name such as Europe/Berlin.' }),
  }),
});

interface Registered extends Partial<Omit<LoginResult, 'user'>> {
  readonly user: UserView;
}

const RegisterSuccess = builder.objectRef<Registered>('RegisterSuccess').implement({
  description: '`register` was done.',
  fields: (t) => ({
    user: t.field({ type: User, description: 'The new account.', resolve: (done) => done.user }),
    accessToken: t.exposeString('accessToken', {
      nullable: true,
      description: 'Absent where the account awaits activation.',
    }),
    expiresInSeconds: t.exposeInt('expiresInSeconds', {
      nullable: true,
      description: 'Life of the access token.',
    }),
    refreshToken: t.exposeString('refreshToken', {
      nullable: true,
      description: 'Good once, for the next pair of tokens.',
    }),
    device: t.exposeString('device', {
      nullable: true,
      description: 'Keep it on this device, and give it at the next log-in. It opens nothing by itself.',
    }),
  }),
});

defineMutation({
  name: 'register',
  description:
    'Makes an account. The very first user becomes admin; where the installation says so, later ones await activation.',
  input: (t) => ({
    username: t.string({
      required: true,
      description: '2 to 40 letters, digits, dots, dashes or underscores.',
    }),
    email: t.string({ required: true, description: 'E-mail address.' }),
    password: t.string({ required: true, description: '8 to 256 characters.' }),
    profile: t.field({ type: ProfileInput, description: 'More about the person.' }),
  }),
  success: RegisterSuccess,
  run: (input, { calls }, info) => calls.openCommand(register, input, info),
});

defineMutation({
  name: 'updateProfile',
  description: "Changes the caller's names, address or language.",
  input: (t) => ({
    username: t.string({ description: 'A new user name.' }),
    email: t.string({ description: 'A new e-mail address.' }),
    profile: t.field({ type: ProfileInput, description: 'What is left out stays.' }),
  }),
  success: successOf('updateProfile', 'user', User, 'The account after the change.'),
  run: async (input, { calls }, info) => asValue(await calls.command(updateProfile, input, info)),
});

defineMutation({
  name: 'changePassword',
  description: "Changes the caller's password and ends the other sessions.",
  input: (t) => ({
    currentPassword: t.string({ required: true, description: 'The password until now.' }),
    newPassword: t.string({ required: true, description: '8 to 256 characters.' }),
  }),
  success: doneOf('changePassword'),
  run: async (input, { calls }, info) => asDone(await calls.command(changePassword, input, info)),
});

const userId = 'Id of the user.';

defineMutation({
  name: 'setRole',
  description: 'Gives a user another role. For admins; the last admin stays one.',
  input: (t) => ({
    userId: t.id({ required: true, description: userId }),
    role: t.field({ type: RoleEnum, required: true, description: 'The new role.' }),
  }),
  success: successOf('setRole', 'user', User, 'The account after the change.'),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(setRole, { ...input, userId: toPlainId(input.userId) }, info)),
});

defineMutation({
  name: 'activateUser',
  description: 'Lets a user log in who awaits activation or was suspended. For admins.',
  input: (t) => ({ userId: t.id({ required: true, description: userId }) }),
  success: successOf('activateUser', 'user', User, 'The account after the change.'),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(activateUser, { userId: toPlainId(input.userId) }, info)),
});

defineMutation({
  name: 'suspendUser',
  description: 'Keeps a user from logging in and ends the sessions. For admins.',
  input: (t) => ({
    userId: t.id({ required: true, description: userId }),
    reason: t.string({ description: 'Why; kept in the history.' }),
  }),
  success: successOf('suspendUser', 'user', User, 'The account after the change.'),
  run: async (input, { calls }, info) =>
    asValue(await calls.command(suspendUser, { ...input, userId: toPlainId(input.userId) }, info)),
});

defineMutation({
  name: 'deleteUser',
  description: 'Erases the personal data of a user; history stays. For admins.',
  input: (t) => ({ userId: t.id({ required: true, description: userId }) }),
  success: doneOf('deleteUser'),
  run: async (input, { calls }, info) =>
    asDone(await calls.command(deleteUser, { userId: toPlainId(input.userId) }, info)),
});
