/** Every service's user is in it; it may read `$all`. */
export const GROUP = 'berth';
const ADMINS = '$admins';

export const userOf = (service: string): string => `berth-${service}`;

/** Only the service itself writes its streams; admins have all rights, whatever an access list says. */
export const ownAcl = (service: string) => ({
  readRoles: [ADMINS, userOf(service)],
  writeRoles: [ADMINS, userOf(service)],
  deleteRoles: [ADMINS],
  metaReadRoles: [ADMINS, userOf(service)],
  metaWriteRoles: [ADMINS],
});

/** For streams without an access list, on a server that is only for Berth: no one but Berth. */
export const DEFAULT_ACL = {
  $r: [ADMINS, GROUP],
  $w: [ADMINS, GROUP],
  $d: [ADMINS],
  $mr: [ADMINS, GROUP],
  $mw: [ADMINS, GROUP],
};
