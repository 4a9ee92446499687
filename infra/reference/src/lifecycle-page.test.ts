import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from '@jest/globals';

interface PublishedEvent {
  readonly type: string;
}

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const isOfRun = (type: string): boolean =>
  /^scheduler\.(job\.|calendar\.(devicesLeased|leaseReleased)\.)/.test(type);

it('docs/lifecycle-of-a-run.md has every event of a job and of its lease, and none that there is not', () => {
  const published = (JSON.parse(read('shared/contracts/published-events.json')) as PublishedEvent[])
    .map(({ type }) => type)
    .filter(isOfRun);
  const rows = read('docs/lifecycle-of-a-run.md')
    .split('\n')
    .filter((line) => line.startsWith('|'));
  const named = rows.flatMap((row) => row.match(/scheduler\.\w+\.\w+\.v\d+/g) ?? []);
  assert.deepEqual([...new Set(named)].toSorted(), published.toSorted());
});

it('docs/lifecycle-of-a-run.md names files that are there', () => {
  const paths = read('docs/lifecycle-of-a-run.md').match(/(?<=`)[\w/-]+\/[\w.-]+\.ts(?=`)/g) ?? [];
  assert.ok(paths.length > 5);
  for (const path of paths) {
    const at = path.startsWith('service-host/')
      ? `shared/service-host/src/${path.slice('service-host/'.length)}`
      : `services/scheduler/src/${path}`;
    assert.ok(read(at).length > 0, path);
  }
});
