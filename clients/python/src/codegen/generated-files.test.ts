import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { deriveSync } from './derive-sync.js';
import { generatedFiles, PACKAGE } from './generated-files.js';

const COMMAND = 'run `npm run generate --workspace @berth/python`';

describe('what the client for Python is made of', () => {
  it('is what the API and the asynchronous half say', () => {
    for (const [path, text] of generatedFiles()) {
      const found = existsSync(PACKAGE + path) ? readFileSync(PACKAGE + path, 'utf8') : '';
      assert.ok(found === text, `clients/python/berth/${path} is not current; ${COMMAND}`);
    }
  });

  it('has nothing in its synchronous half that the other one lacks', () => {
    const known = new Set(generatedFiles().keys());
    for (const name of readdirSync(`${PACKAGE}_sync`).filter((each) => each.endsWith('.py')))
      assert.ok(
        known.has(`_sync/${name}`),
        `clients/python/berth/_sync/${name} is derived from nothing; ${COMMAND}`,
      );
  });

  it('refuses what has no synchronous form', () => {
    assert.match(
      deriveSync('x.py', 'async def f() -> None:\n    await g()\n'),
      /\ndef f\(\) -> None:\n {4}g\(\)\n/,
    );
    assert.throws(
      () => deriveSync('x.py', 'asyncio.gather()\n'),
      /no synchronous form of "asyncio.gather\(\)"/,
    );
  });
});
