import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly path: string;
  readonly content: Buffer;
}

/** 1980-01-01: the same files make the same archive. */
const DATE = 0x0021;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
/** What readers need: version 2.0. Made by Unix, whose attributes say rw-r--r--. */
const VERSION = 20;
const MADE_BY = (3 << 8) | VERSION;
const ATTRIBUTES = (0o100644 << 16) >>> 0;

/** An archive as PKWARE's APPNOTE has it, of files that are small. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, content } of entries) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content, { level: 9 });
    const common = fields(
      [2, VERSION],
      [2, UTF8_NAMES],
      [2, DEFLATED],
      [2, 0],
      [2, DATE],
      [4, crc32(content)],
      [4, packed.length],
      [4, content.length],
      [2, name.length],
      [2, 0],
    );
    const local = Buffer.concat([fields([4, 0x04034b50]), common, name, packed]);
    const rest = fields([2, 0], [2, 0], [2, 0], [4, ATTRIBUTES], [4, offset]);
    directory.push(Buffer.concat([fields([4, 0x02014b50], [2, MADE_BY]), common, rest, name]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const count = entries.length;
  const end = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, central.length],
    [4, offset],
    [2, 0],
  );
  return Buffer.concat([...parts, central, end]);
}

function fields(...sized: readonly (readonly [2 | 4, number])[]): Buffer {
  const bytes = Buffer.alloc(sized.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of sized) {
    bytes.writeUIntLE(value, at, size);
    at += size;
  }
  return bytes;
}
