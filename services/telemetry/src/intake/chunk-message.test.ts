import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { subjects } from '@berth/contracts/subjects';
import { aChunk, idOf } from '../testing/chunks.js';
import { readChunk } from './chunk-message.js';

const HOST = idOf('host');
const JOB = idOf('job');
const SUBJECT = subjects.log(HOST, JOB, 2);
const bytes = (value: unknown): Uint8Array =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('a message with output', () => {
  it('takes the host from the subject, and the chunk from the body', () => {
    const read = readChunk(SUBJECT, bytes(aChunk({ seq: 3 })));
    assert.deepEqual(read, {
      ok: true,
      value: { hostId: HOST, jobId: JOB, run: 2, chunk: aChunk({ seq: 3 }) },
    });
  });

  const wrong: [string, string, unknown][] = [
    ['jobId', 'berth.log.HOST.not-an-id.1', aChunk()],
    ['jobId', `${SUBJECT}.more`, aChunk()],
    ['run', `berth.log.${HOST}.${JOB}.0`, aChunk()],
    ['run', `berth.log.${HOST}.${JOB}.1e3`, aChunk()],
    ['run', `berth.log.${HOST}.${JOB}`, aChunk()],
    ['body', SUBJECT, '{'],
    ['body', SUBJECT, 'null'],
    ['stream', SUBJECT, { ...aChunk(), stream: 'stdin' }],
    ['seq', SUBJECT, { ...aChunk(), seq: -1 }],
    ['seq', SUBJECT, { ...aChunk(), seq: 1.5 }],
    ['offset', SUBJECT, { ...aChunk(), offset: undefined }],
    ['text', SUBJECT, { ...aChunk(), text: 'x'.repeat(262_145) }],
    ['at', SUBJECT, { ...aChunk(), at: 'yesterday' }],
    ['host', SUBJECT, { ...aChunk(), host: 'another' }],
  ];
  for (const [field, subject, body] of wrong) {
    it(`is refused for its ${field}, which is named: ${subject.slice(10, 20)} ${JSON.stringify(body)?.slice(0, 60)}`, () => {
      const read = readChunk(subject, bytes(body));
      assert.ok(!read.ok);
      assert.match(read.error.answer.rejected ?? '', new RegExp(`^${field}: `));
    });
  }

  it('is answered for the chunk that it was meant to be', () => {
    const read = readChunk(SUBJECT, bytes({ ...aChunk({ stream: 'stderr', seq: 9 }), at: 5 }));
    assert.ok(!read.ok);
    const { rejected: _, ...answer } = read.error.answer;
    assert.deepEqual(answer, { jobId: JOB, run: 2, stream: 'stderr', seq: 9 });
  });
});
