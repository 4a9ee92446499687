/** Every service's user is in it; it may read `$all`. */
export const GROUP = 'berth';
const ADMINS = '$admins';

export const userOf = (service: string): string => `berth-${service}`;

/** Only the service itself writes its streams; admins may everything, whatever a list says. */
export const ownAcl = (service: string) => ({
  readRoles: [ADMINS, userOf(service)],
  writeRoles: [ADMINS, userOf(service)],
  deleteRoles: [ADMINS],
  metaReadRoles: [ADMINS, userOf(service)],
  metaWriteRoles: [ADMINS],
});

/** For streams without a list of their own, on a server that holds nothing else: nobody but Berth. */
export const DEFAULT_ACL = {
  $r: [ADMINS, GROUP],
  $w: [ADMINS, GROUP],
  $d: [ADMINS],
  $mr: [ADMINS, GROUP],
  $mw: [ADMINS, GROUP],
};
