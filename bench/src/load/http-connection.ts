import { connect, type Socket } from 'node:net';

/** The part of an answer that a load generator needs. */
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/**
 * One HTTP/1.1 keep-alive connection that sends ready-made requests, one at a time. It parses just enough to know where
 * an answer ends, so that the generator takes as little as possible of a machine that it shares with what it measures.
 */
export class HttpConnection {
  #received = '';
  #take: ((answer: RawAnswer) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#onData(text));
    const closed = (error?: Error): void => this.#fail?.(error ?? new Error('the connection was closed'));
    socket.on('error', closed);
    socket.on('close', () => closed());
  }

  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeAllListeners('error');
        resolve(new HttpConnection(socket));
      });
    });
  }

  ask(request: Buffer): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      this.#take = resolve;
      this.#fail = reject;
      this.socket.write(request);
    });
  }

  close(): void {
    this.#fail = undefined;
    this.socket.destroy();
  }

  #onData(text: string): void {
    this.#received = this.#received === '' ? text : this.#received + text;
    const answer = parse(this.#received);
    if (!answer) return;
    this.#received = '';
    this.#take?.(answer);
  }
}

/** Undefined until the answer is whole. */
function parse(text: string): RawAnswer | undefined {
  const headEnd = text.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = text.slice(0, headEnd);
  const bodyStart = headEnd + HEAD_END.length;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  const isWhole =
    length === undefined ? text.endsWith(LAST_CHUNK) : text.length >= bodyStart + Number(length);
  if (!isWhole) return undefined;
  return { status: Number(head.slice(9, 12)), body: text.slice(bodyStart) };
}

export function requestBytes(
  method: 'GET' | 'POST',
  port: number,
  path: string,
  headers: { readonly [name: string]: string },
  body: string,
): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'accept: application/json',
    ...(method === 'POST'
      ? ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`]
      : []),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}${HEAD_END}${body}`);
}
