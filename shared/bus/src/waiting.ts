import type { Bus } from './connection.js';

/** Resolves after the time, or at once when the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}

/** Resolves when the bus is connected, or the signal aborts. */
export function untilConnected(bus: Bus, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (bus.connected || signal.aborted) return resolve();
    const done = (): void => {
      unlisten();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const unlisten = bus.onConnected(done);
    signal.addEventListener('abort', done);
  });
}

/** A part of a run that ends with the run, with the connection, or by itself. */
export interface Session {
  readonly signal: AbortSignal;
  /** Ends it, with the reason. */
  end(reason?: Error): void;
  [Symbol.dispose](): void;
}

export function startSession(bus: Bus, signal: AbortSignal): Session {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const unlisten = bus.onDisconnected(stop);
  signal.addEventListener('abort', stop);
  if (signal.aborted || !bus.connected) stop();
  return {
    signal: controller.signal,
    end: (reason) => controller.abort(reason),
    [Symbol.dispose]: () => {
      unlisten();
      signal.removeEventListener('abort', stop);
      controller.abort();
    },
  };
}
