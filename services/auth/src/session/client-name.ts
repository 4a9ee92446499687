const MAX_CHARACTERS = 200;

/** What a program calls itself, as one line that a list or a terminal can show. Empty where nothing is left of it. */
export const clientNameOf = (given: string | undefined): string =>
  (given ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_CHARACTERS)
    // half a character at the end
    .replace(/[\ud800-\udbff]$/, '');
