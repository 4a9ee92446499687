/** Where wrapped keys lie: outside every event log, so that erasing one erases what was sealed under it. */
export interface KeyStore {
  get(keyId: string): Promise<Uint8Array | undefined>;
  /** Keeps the first key given for an id; answers the one that is kept, or `erased` where the id's key was erased. */
  putIfAbsent(keyId: string, wrapped: Uint8Array): Promise<Uint8Array | 'erased'>;
  /** Permanent: no other key is kept under the id. */
  erase(keyId: string): Promise<void>;
  isErased(keyId: string): Promise<boolean>;
  /** Every key that is there. */
  all(): Iterable<{ readonly keyId: string; readonly wrapped: Uint8Array }>;
  /** What proves which master key wraps the keys. */
  checkValue(): Promise<Uint8Array | undefined>;
  putCheckValue(wrapped: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
