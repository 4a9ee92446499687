/** The id in a global one of Relay, as events on the bus carry it. */
export function toPlainId(globalId: string): string {
  const text = Buffer.from(globalId, 'base64').toString();
  return text.slice(text.indexOf(':') + 1);
}
