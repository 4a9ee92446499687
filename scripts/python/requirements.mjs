/** What no Python on a machine with an operating system installs. */
const ELSEWHERE = /sys_platform == '(?:emscripten|win32)'/;

/**
 * The requirements of a lock file for every version of Python, without their conditions: pip looks at these for the
 * Python that runs it. A package of which there are two versions stands in two rounds.
 *
 * @returns lock files
 */
export function roundsOf(lock) {
  const rounds = [];
  for (const [requirement] of lock.matchAll(/^\S.*(?:\n[ \t].*)*/gm)) {
    const [head, ...hashes] = requirement.split(/ *\\\n/);
    const [pinned, condition = ''] = head.split(/ *; */);
    if (!pinned.includes('==') || ELSEWHERE.test(condition)) continue;
    const name = pinned.split('==')[0];
    let round = rounds.find((each) => !each.has(name));
    if (!round) rounds.push((round = new Map()));
    round.set(name, [pinned, ...hashes].join(' \\\n'));
  }
  return rounds.map((round) => `${[...round.values()].join('\n')}\n`);
}
