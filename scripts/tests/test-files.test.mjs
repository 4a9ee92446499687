import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { ROOT } from '../setup/paths.mjs';
import { splitArguments } from './test-arguments.mjs';
import { allTestFiles, pathPatternsFor } from './test-files.mjs';
import { testProjects } from './test-projects.mjs';

const compiled = join(ROOT, 'shared/kernel/dist/ids.test.js');
const all = allTestFiles().map((file) => file.compiled);

function matched(name, cwd) {
  const [pattern] = pathPatternsFor([name], { cwd });
  const expression = new RegExp(pattern);
  return all.filter((path) => expression.test(path));
}

describe('what npm test is asked for', () => {
  it('is a package, by its name or folder, from wherever one stands', () => {
    const folder = join(ROOT, 'shared/kernel');
    const files = matched('kernel', ROOT);
    assert.ok(files.includes(compiled));
    assert.ok(files.every((path) => path.startsWith(`${folder}/dist/`)));
    for (const name of ['@berth/kernel', 'shared/kernel']) assert.deepEqual(matched(name, '/'), files);
    assert.deepEqual(matched('.', folder), files);
    assert.ok(matched('scripts', ROOT).includes(join(ROOT, 'scripts/tests/test-files.test.mjs')));
  });

  it('is a test file, as source or compiled', () => {
    for (const name of ['shared/kernel/src/ids.test.ts', 'shared/kernel/dist/ids.test.js', compiled])
      assert.deepEqual(matched(name, '/'), [compiled]);
    assert.deepEqual(matched('src/ids.test.ts', join(ROOT, 'shared/kernel')), [compiled]);
  });

  it('is refused where there is no such thing, with the packages there are', () => {
    assert.throws(() => pathPatternsFor(['kernal']), /no package or test file kernal; packages: .*kernel/);
  });

  it('is told apart from options of jest, with what they take', () => {
    assert.deepEqual(splitArguments(['kernel', '-t', 'an id', '--watch', 'auth', '--bail']), {
      names: ['kernel', 'auth'],
      options: ['-t=an id', '--watchAll', '--bail'],
    });
  });
});

describe('the projects of jest', () => {
  it('have each test file once: a unit test starts no process and opens no store', () => {
    const { unit, heavy } = testProjects();
    assert.deepEqual([...unit, ...heavy].sort(), [...all].sort());
    assert.ok(unit.includes(compiled));
    for (const path of [
      'tests/dist/preemption.test.js',
      'shared/testing/dist/nats.test.js',
      'services/auth/dist/account/account.test.js',
    ])
      assert.ok(heavy.includes(join(ROOT, path)), path);
  });
});
