import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from '@jest/globals';
import { tempDir } from '@berth/testing/temp-dir';
import { commandChain, commandReaders } from './command-chain.js';
import { environmentFile } from './run-launcher.js';

for (const reader of commandReaders()) {
  describe(`what becomes the command, by ${basename(reader[0] ?? '')}`, () => {
    const folder = tempDir('chain');
    const become = (
      command: readonly string[],
      env: { readonly [name: string]: string } = {},
      work = folder,
    ) => {
      const [variables, refusal] = [join(folder, 'env'), join(folder, 'refusal')];
      writeFileSync(variables, environmentFile({ PATH: `${folder}:/usr/bin:/bin`, ...env }));
      writeFileSync(refusal, '');
      const [program = '', ...args] = commandChain({}, folder, work, command, [reader]);
      const stdio = ['ignore', 'pipe', 'inherit', openSync(variables, 'r'), openSync(refusal, 'r+')] as const;
      const { status, stdout } = spawnSync(program, args, { stdio: [...stdio], env: { LC_ALL: 'C' } });
      return { status, said: stdout.toString(), refusal: readFileSync(refusal, 'utf8').trim() };
    };
    const scriptOf = (name: string, text: string, mode = 0o755): string => {
      writeFileSync(join(folder, name), text);
      chmodSync(join(folder, name), mode);
      return name;
    };

    it('has the variables, and neither of the files by which it was told', () => {
      const env = { 'a.b': '1', OPTIND: 'abc', VALUE: 'it is = "so"\n' };
      const { status, said } = become(['cat', '/proc/self/environ'], env);
      assert.equal(status, 0);
      for (const [name, value] of Object.entries(env)) assert.ok(said.includes(`${name}=${value}\0`), name);
      const open = become(['ls', '-l', '/proc/self/fd'], env).said;
      assert.match(open, / 1 -> /);
      assert.ok(!open.includes(folder), open);
    });

    it('is found by its own PATH, and may be a text for the shell', () => {
      assert.equal(
        become([scriptOf('with-line', '#!/bin/sh\necho "$0 $1"\n'), 'x']).said,
        `${folder}/with-line x\n`,
      );
      assert.equal(become([scriptOf('without', 'echo "plain $1"\n'), 'y z']).said, 'plain y z\n');
      assert.equal(become(['sh', '-c', 'pwd']).said, `${folder}\n`);
    });

    it('says why it cannot be begun, and a command that ends with 127 itself says nothing', () => {
      const cases = [
        [become(['no-such-command']), 127, /^command No such file/],
        [become([join(folder, 'not-there')]), 127, /^command No such file/],
        [become([scriptOf('closed', 'echo', 0o644)]), 126, /^command Permission denied/],
        [become(['true'], {}, join(folder, 'nowhere')), 126, /^workingDirectory No such file/],
        [become(['sh', '-c', 'exit 127']), 127, /^$/],
      ] as const;
      for (const [{ status, refusal }, expected, why] of cases) {
        assert.equal(status, expected);
        assert.match(refusal, why);
      }
    });
  });
}
