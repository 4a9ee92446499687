import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { roundsOf } from './requirements.mjs';

describe('the requirements of a lock file', () => {
  it('are for every Python, each version of a package in a round of its own', () => {
    const lock = [
      "anyio==4.16.0 ; sys_platform != 'emscripten' \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab",
      "colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:ba",
      "httpx2==2.14.0 ; python_full_version < '3.11' \\\n    --hash=sha256:ca",
      "httpx2==2.16.2 ; python_full_version >= '3.11' \\\n    --hash=sha256:cb",
      'idna==3.20 \\\n    --hash=sha256:da',
    ].join('\n');
    assert.deepEqual(roundsOf(lock), [
      'anyio==4.16.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\nhttpx2==2.14.0 \\\n    --hash=sha256:ca\nidna==3.20 \\\n    --hash=sha256:da\n',
      'httpx2==2.16.2 \\\n    --hash=sha256:cb\n',
    ]);
  });
});
