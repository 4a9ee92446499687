import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreUnavailableError } from '@berth/event-store';
import { systemClock } from '@berth/kernel/clock';
import { GroupCommit } from './group-commit.js';
import type { AppendOutcome, AppendRequest, CommitReply } from './writer.js';

const anAppend = (stream: string): AppendRequest => ({ stream, expected: -1, events: [] });
const appended = (position: number): AppendOutcome => ({ kind: 'appended', revision: 0, position });

/** A writer whose disk completes when the test says so. */
class HeldWriter {
  readonly groups: (readonly string[])[] = [];
  #answer: (reply: CommitReply) => void = () => undefined;

  commit(requests: readonly AppendRequest[]): Promise<CommitReply> {
    this.groups.push(requests.map(({ stream }) => stream));
    return new Promise((resolve) => (this.#answer = resolve));
  }

  async answer(reply: CommitReply): Promise<void> {
    this.#answer(reply);
    await nextTurn();
    await nextTurn();
  }
}

const aGroupCommit = () => {
  const writer = new HeldWriter();
  const heads: number[] = [];
  return { writer, heads, commits: new GroupCommit(writer, systemClock, (head) => heads.push(head)) };
};

describe('group commit', () => {
  it('puts what queued up during a commit into the next one', async () => {
    const { writer, heads, commits } = aGroupCommit();
    const first = commits.append(anAppend('a'));
    await nextTurn();
    const others = [commits.append(anAppend('b')), commits.append(anAppend('c'))];
    await nextTurn();
    assert.deepEqual(writer.groups, [['a']]);
    await writer.answer({ ok: true, outcomes: [appended(1)], head: 1 });
    assert.deepEqual(await first, appended(1));
    assert.deepEqual(writer.groups, [['a'], ['b', 'c']]);
    await writer.answer({ ok: true, outcomes: [{ kind: 'conflict', actual: 4 }, appended(2)], head: 2 });
    assert.deepEqual(await Promise.all(others), [{ kind: 'conflict', actual: 4 }, appended(2)]);
    assert.deepEqual(heads, [1, 2]);
  });

  it('takes all that one turn of the event loop brings as one group', async () => {
    const { writer, commits } = aGroupCommit();
    void commits.append(anAppend('a'));
    await Promise.resolve();
    void commits.append(anAppend('b'));
    await nextTurn();
    assert.deepEqual(writer.groups, [['a', 'b']]);
  });

  it('fails the whole group of a failed commit, and no other', async () => {
    const { writer, heads, commits } = aGroupCommit();
    const failing = [commits.append(anAppend('a')), commits.append(anAppend('b'))];
    const refused = Promise.all(failing.map((append) => assert.rejects(append, StoreUnavailableError)));
    await nextTurn();
    const later = commits.append(anAppend('c'));
    await writer.answer({ ok: false, failure: { kind: 'unavailable', message: 'disk full' } });
    await refused;
    await writer.answer({ ok: true, outcomes: [appended(1)], head: 1 });
    assert.deepEqual(await later, appended(1));
    assert.deepEqual(heads, [1]);
  });

  it('settles what it took before it closes, and takes nothing after', async () => {
    const { writer, commits } = aGroupCommit();
    const taken = commits.append(anAppend('a'));
    const closed = commits.close();
    await assert.rejects(commits.append(anAppend('b')), StoreUnavailableError);
    await nextTurn();
    await writer.answer({ ok: true, outcomes: [appended(1)], head: 1 });
    assert.deepEqual(await taken, appended(1));
    await closed;
  });
});
