import { decideDeviceLogin, deviceLoginQuery } from '@berth/contracts/auth/operations';
import type { DeviceLoginView } from '@berth/contracts/auth/views';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';
import { defineMutation, successOf } from '../graphql/mutation.js';

const DeviceLoginStateEnum = enumOf('DeviceLoginState', {
  description: 'What was decided about a program that waits to be logged in.',
  values: ['pending', 'approved', 'denied'] satisfies readonly DeviceLoginView['state'][],
});

const DeviceLogin = builder.objectRef<DeviceLoginView>('DeviceLogin').implement({
  description: 'A program that waits to be logged in by a code, which it shows to its user.',
  fields: (t) => ({
    client: t.exposeString('client', {
      description: 'What the program calls itself, which anybody can claim.',
    }),
    network: t.exposeString('network', {
      nullable: true,
      description: 'The address that it asked from; of IPv6 the network.',
    }),
    state: t.field({
      type: DeviceLoginStateEnum,
      description: 'What was decided.',
      resolve: (login) => login.state,
    }),
    requestedAt: t.field({
      type: 'DateTime',
      description: 'When the program asked.',
      resolve: (login) => login.requestedAt,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when the code can be used.',
      resolve: (login) => login.expiresAt,
    }),
  }),
});

const USER_CODE = 'The code that the program shows: 8 letters such as WDJB-MJHT.';

builder.queryField('deviceLogin', (t) =>
  t.field({
    type: DeviceLogin,
    nullable: true,
    description:
      'The program that shows this code. Ask before approving it: who enters the code of somebody else lets them in. Requires a session.',
    args: { userCode: t.arg.string({ required: true, description: USER_CODE }) },
    resolve: async (_root, { userCode }, { calls }) => calls.query(deviceLoginQuery, { userCode }),
  }),
);

for (const [name, approve, description] of [
  ['approveDeviceLogin', true, 'Logs the program that shows this code in as the caller. Requires a session.'],
  ['denyDeviceLogin', false, 'Refuses the program that shows this code. Requires a session.'],
] as const) {
  defineMutation({
    name,
    description,
    schema: decideDeviceLogin.input.pick({ userCode: true }),
    input: { userCode: USER_CODE },
    success: successOf(name, 'deviceLogin', DeviceLogin, 'The program, as it is after the decision.'),
    run: ({ userCode }, { calls }, info) => calls.command(decideDeviceLogin, { userCode, approve }, info),
  });
}
