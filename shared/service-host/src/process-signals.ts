/**
 * Resolves when the process is asked to stop: by a signal, or because its launcher is gone. A second request ends it at
 * once, for whoever is in a hurry.
 */
export function untilAskedToStop(): Promise<string> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = (why: string) => () => {
      if (asked) process.exit(130);
      asked = true;
      resolve(why);
    };
    process.on('SIGTERM', ask('SIGTERM'));
    process.on('SIGINT', ask('SIGINT'));
    if (process.channel) process.once('disconnect', ask('the launcher is gone'));
  });
}

/** Tells the launcher, if there is one, that the process serves. */
export function tellReady(facts: { readonly healthPort: number; readonly url?: string }): void {
  process.send?.({ type: 'ready', ...facts });
}

/** Tells the launcher what the process waits for before it can serve. */
export function tellWaiting(text: string): void {
  process.send?.({ type: 'waiting', text });
}

/** Tells the launcher, in a sentence, why the process ends. @param isFinal where starting it again does not help */
export function tellFailed(text: string, isFinal: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send({ type: 'failed', text, isFinal }, () => resolve());
    else resolve();
  });
}
