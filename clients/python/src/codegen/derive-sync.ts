/** What the synchronous half says in place of what the asynchronous one says, by whole words. */
const WORDS: { readonly [word: string]: string } = {
  __aenter__: '__enter__',
  __aexit__: '__exit__',
  __aiter__: '__iter__',
  __anext__: '__next__',
  aclose: 'close',
  aclosing: 'closing',
  aiter_bytes: 'iter_bytes',
  aread: 'read',
  async_login: 'login',
  async_login_by_code: 'login_by_code',
  StopAsyncIteration: 'StopIteration',
  _async: '_sync',
  asynchronous: 'synchronous',
};

/**
 * The synchronous half of a module of `_async`: the same code without `async` and `await`. What the two halves do in
 * different ways is in `_async_primitives.py` and `_sync_primitives.py`, under the same names.
 */
export function deriveSync(file: string, code: string): string {
  const derived = code
    .replace(/\basync (def|with|for)\b/g, '$1')
    .replace(/\bawait /g, '')
    .replace(/\bAwaitable\[((?:[^[\]]|\[[^\]]*\])*)\]/g, '$1')
    .replace(/\bAwaitable, /g, '')
    .replaceAll('_async_primitives', '_sync_primitives')
    .replace(/\bAsync(?=[A-Z])(\w+)/g, '$1')
    .replace(/\b\w+\b/g, (word) => (Object.hasOwn(WORDS, word) ? (WORDS[word] ?? word) : word));
  const left = /\b(?:async|await|asyncio)\b.*/.exec(derived)?.[0];
  if (left !== undefined) throw new Error(`${file}: there is no synchronous form of "${left}"`);
  return `# Derived from _async/${file} by \`npm run generate --workspace @berth/python\`; change that, not this.\n\n${derived.replace(/^# Made from .*\n+/, '')}`;
}
