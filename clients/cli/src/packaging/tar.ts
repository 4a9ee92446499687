import { gzipSync } from 'node:zlib';

export interface TarEntry {
  /** At most 100 bytes. */
  readonly path: string;
  readonly content: Buffer;
  readonly isProgram?: boolean;
}

const BLOCK = 512;
/** 1985-10-26, as npm has it: the same files make the same archive. */
const TIME = 499_162_500;

/** A packed archive as POSIX has it (ustar), which tar and npm read. */
export function tgz(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => [
    header(entry),
    entry.content,
    Buffer.alloc(-entry.content.length & (BLOCK - 1)),
  ]);
  const packed = gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
  // the system that packed it is not told
  packed[9] = 255;
  return packed;
}

function header({ path, content, isProgram = false }: TarEntry): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for an archive`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number): void =>
    void block.write(value.toString(8).padStart(digits, '0'), at);
  block.write(path, 0);
  octal(isProgram ? 0o755 : 0o644, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(content.length, 124, 11);
  octal(TIME, 136, 11);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
