import assert from 'node:assert/strict';
import type { LogChunk } from '@berth/contracts/agent/messages';

/** What telemetry does with chunks: takes each (stream, seq) once, and checks that repeats are the same. */
export class LogArchive {
  readonly chunks = new Map<string, LogChunk>();
  repeats = 0;

  take(chunk: LogChunk): void {
    const id = `${chunk.stream}/${chunk.seq}`;
    const known = this.chunks.get(id);
    if (known) {
      assert.deepEqual(chunk, known);
      this.repeats += 1;
    }
    this.chunks.set(id, chunk);
  }

  of(stream: 'stdout' | 'stderr'): readonly LogChunk[] {
    const chunks = [...this.chunks.values()].filter((chunk) => chunk.stream === stream);
    return chunks.sort((one, other) => one.seq - other.seq);
  }

  /** The stream as it can be put together; fails where something is missing or there twice. */
  text(stream: 'stdout' | 'stderr'): string {
    let offset = 0;
    return this.of(stream)
      .map((chunk, index) => {
        assert.equal(chunk.seq, index, 'sequence numbers without a gap');
        assert.equal(chunk.offset, offset, 'each chunk where the one before ended');
        offset += chunk.length ?? Buffer.byteLength(chunk.text);
        return chunk.text;
      })
      .join('');
  }

  isComplete(stream: 'stdout' | 'stderr'): boolean {
    return this.of(stream).at(-1)?.last ?? false;
  }
}
