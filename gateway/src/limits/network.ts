import { isIPv4, isIPv6 } from 'node:net';

const LONGEST = 60;
const GROUPS = 8;

/**
 * What limits count by. A household or a rented machine has a whole /64 of IPv6, so that is one caller; of IPv4 each
 * address is, also where it is written as IPv6.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^\[|\](:\d+)?$/g, '').replace(/%.*$/, '');
  if (isIPv4(plain)) return plain;
  const mapped = /^::ffff:(?<four>[\d.]+)$/i.exec(plain)?.groups?.['four'];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  const four = /^(?<four>[\d.]+):\d+$/.exec(plain)?.groups?.['four'];
  if (four !== undefined && isIPv4(four)) return four;
  if (!isIPv6(plain)) return address.slice(0, LONGEST);
  return `${groupsOf(plain).slice(0, 4).join(':')}::/64`;
}

function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  // An IPv4 address at the end stands for two groups; they are beyond the first four.
  const missing = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length);
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  return groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
}
