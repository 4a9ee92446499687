/**
 * Resolves at a request to stop: a signal, or the exit of the launcher. A second request ends the process at once.
 */
export function waitForStopSignal(): Promise<string> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = (why: string) => () => {
      if (asked) process.exit(130);
      asked = true;
      resolve(why);
    };
    process.on('SIGTERM', ask('SIGTERM'));
    process.on('SIGINT', ask('SIGINT'));
    if (process.channel) process.once('disconnect', ask('the launcher has exited'));
  });
}

/** Reports to the launcher, if there is one, that the process serves requests. */
export function reportReady(facts: { readonly healthPort: number; readonly url?: string }): void {
  process.send?.({ type: 'ready', ...facts });
}

/** Reports to the launcher what the process waits for before it can serve requests. */
export function reportWaiting(text: string): void {
  process.send?.({ type: 'waiting', text });
}

/**
 * Reports to the launcher, in a sentence, why the process ends.
 * @param isFinal where a restart does not help
 */
export function reportFailed(text: string, isFinal: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send({ type: 'failed', text, isFinal }, () => resolve());
    else resolve();
  });
}
