import { FRAME_BYTES, unavailable, type RpcReply } from './rpc-messages.js';

/** Leaves room for the frame around an answer. */
const ENVELOPE_BYTES = 256;

/** Batches the answers to one client that are ready within one tick of the event loop into one message. */
export class ReplyBatcher {
  readonly #frames = new Map<string, { replies: string[]; bytes: number }>();
  #scheduled = false;

  constructor(
    private readonly publish: (subject: string, body: string) => void,
    private readonly maxPayload: () => number,
  ) {}

  add(inbox: string, id: number, reply: RpcReply): void {
    const { text, bytes } = this.#encode(reply);
    let frame = this.#frames.get(inbox);
    if (frame && frame.bytes + bytes > FRAME_BYTES) {
      this.flush();
      frame = undefined;
    }
    if (!frame) this.#frames.set(inbox, (frame = { replies: [], bytes: 0 }));
    frame.replies.push(`{"id":${id},"reply":${text}}`);
    frame.bytes += bytes;
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  /** An answer to a call that came alone. */
  single(subject: string, reply: RpcReply): void {
    this.publish(subject, this.#encode(reply).text);
  }

  flush(): void {
    const frames = [...this.#frames];
    this.#frames.clear();
    for (const [inbox, { replies }] of frames) this.publish(inbox, `{"replies":[${replies.join(',')}]}`);
  }

  #encode(reply: RpcReply): { text: string; bytes: number } {
    const text = JSON.stringify(reply);
    const bytes = Buffer.byteLength(text);
    if (bytes + ENVELOPE_BYTES <= this.maxPayload()) return { text, bytes };
    const shorter = JSON.stringify(
      unavailable('the response is too large: request a smaller page', { reason: 'tooLarge' }),
    );
    return { text: shorter, bytes: shorter.length };
  }
}
