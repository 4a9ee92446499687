import {
  Metadata,
  status,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import users from '@eventstore/db-client/generated/users_pb.js';
import { isAdmin, type Access, type Caller } from './access.js';

type Identify = (call: { readonly metadata: Metadata }) => Caller | undefined;

/** The management of users, as far as a set-up needs it: to create one, to read one, to set a new password. */
export function usersService(access: Access, identify: Identify) {
  const refuseUnlessAdmin = (call: { readonly metadata: Metadata }): Refusal | undefined => {
    const caller = identify(call);
    if (caller === undefined) return { code: status.UNAUTHENTICATED, details: 'Unauthenticated' };
    return isAdmin(caller) ? undefined : denied();
  };
  return {
    create(call: ServerUnaryCall<users.CreateReq, users.CreateResp>, reply: sendUnaryData<users.CreateResp>) {
      const options = call.request.getOptions();
      const name = options?.getLoginName() ?? '';
      const refusal = refuseUnlessAdmin(call);
      if (refusal !== undefined) return reply(refusal);
      if (name === '' || !options?.getPassword()) {
        return reply({ code: status.INVALID_ARGUMENT, details: 'a user needs a name and a password' });
      }
      if (access.accounts.has(name)) {
        return reply(about('user-conflict', name, status.FAILED_PRECONDITION, 'Conflict.'));
      }
      access.accounts.set(name, { password: options.getPassword(), groups: options.getGroupsList() });
      reply(null, new users.CreateResp());
    },
    resetPassword(
      call: ServerUnaryCall<users.ResetPasswordReq, users.ResetPasswordResp>,
      reply: sendUnaryData<users.ResetPasswordResp>,
    ) {
      const options = call.request.getOptions();
      const name = options?.getLoginName() ?? '';
      const refusal = refuseUnlessAdmin(call);
      if (refusal !== undefined) return reply(refusal);
      const account = access.accounts.get(name);
      if (account === undefined) return reply(notFound(name));
      access.accounts.set(name, { ...account, password: options?.getNewPassword() ?? '' });
      reply(null, new users.ResetPasswordResp());
    },
    update(call: ServerUnaryCall<users.UpdateReq, users.UpdateResp>, reply: sendUnaryData<users.UpdateResp>) {
      const options = call.request.getOptions();
      const name = options?.getLoginName() ?? '';
      const refusal = refuseUnlessAdmin(call);
      if (refusal !== undefined) return reply(refusal);
      const account = access.accounts.get(name);
      if (account === undefined) return reply(notFound(name));
      access.accounts.set(name, { ...account, groups: options?.getGroupsList() ?? [] });
      reply(null, new users.UpdateResp());
    },
    details(call: ServerWritableStream<users.DetailsReq, users.DetailsResp>) {
      const name = call.request.getOptions()?.getLoginName() ?? '';
      const refusal = refuseUnlessAdmin(call);
      const account = access.accounts.get(name);
      if (refusal !== undefined) return void call.emit('error', refusal);
      if (account === undefined) return void call.emit('error', notFound(name));
      const found = new users.DetailsResp.UserDetails().setLoginName(name).setGroupsList([...account.groups]);
      call.write(new users.DetailsResp().setUserDetails(found));
      call.end();
    },
  };
}

export interface Refusal {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}

/** Which is how the client knows what is meant: by the metadata `exception`, not by the code. */
export function denied(): Refusal {
  const metadata = new Metadata();
  metadata.set('exception', 'access-denied');
  return { code: status.PERMISSION_DENIED, details: 'Access Denied', metadata };
}

const notFound = (name: string): Refusal =>
  about('user-not-found', name, status.NOT_FOUND, `User '${name}' is not found.`);

function about(exception: string, name: string, code: status, details: string): Refusal {
  const metadata = new Metadata();
  metadata.set('exception', exception);
  metadata.set('login-name', name);
  return { code, details, metadata };
}
