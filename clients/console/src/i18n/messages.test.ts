import { describe, expect, it } from '@jest/globals';
import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { LOCALES } from './catalogue.js';
import { loadMessages } from './load-messages.js';

/** Names of what a message is given, such as `{count, plural, …}` and `{zone}`; one that is written literally is not there. */
function parametersOf(compiled: unknown): string[] {
  if (!Array.isArray(compiled)) return [];
  return [
    ...new Set(
      compiled.flatMap((part: unknown) => {
        if (!Array.isArray(part)) return [];
        const [name, , options] = part as [string, string?, object?];
        return [name, ...Object.values(options ?? {}).flatMap(parametersOf)];
      }),
    ),
  ].sort();
}

const english = await loadMessages('en');

describe.each(LOCALES)('messages in %s', (locale) => {
  it('are ICU messages that take what the English ones take', async () => {
    const messages = await loadMessages(locale);
    for (const [key, text] of Object.entries(messages)) {
      const own = parametersOf(compileMessage(text));
      expect([key, own]).toEqual([key, parametersOf(compileMessage(english[key as keyof typeof english]))]);
    }
  });

  it('are not left in English, but for names', async () => {
    const messages = await loadMessages(locale);
    const same = Object.entries(messages).filter(
      ([key, text]) => english[key as keyof typeof english] === text,
    );
    const names = same.filter(
      ([, text]) => !/^(?:[A-Z][A-Za-z-]*|[^A-Za-z]*)(?: [A-Z]+)*$/.test(text.replaceAll(/\{\w+\}/g, '')),
    );
    expect(locale === 'en' ? [] : names).toEqual([]);
  });

  it('say what they are given', async () => {
    const i18n = setupI18n({ locale, messages: { [locale]: await loadMessages(locale) } });
    i18n.setMessagesCompiler(compileMessage);
    expect(i18n._('shell.zone', { zone: 'Asia/Tehran' })).toContain('Asia/Tehran');
  });
});
