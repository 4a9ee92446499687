/**
 * Letters of other alphabets, and unusual Latin ones, that look like these in common fonts (a part of Unicode's
 * confusables: lower case, since names are compared so).
 */
const LOOKALIKES: { readonly [latin: string]: string } = {
  a: 'аɑα',
  b: 'ьƅ',
  c: 'сϲ',
  d: 'ԁ',
  e: 'еҽ',
  f: 'ẝ',
  g: 'ɡց',
  h: 'һհ',
  i: 'іıɩι',
  j: 'јϳ',
  k: 'кκ',
  l: 'ӏ',
  m: 'м',
  n: 'ոпη',
  o: 'оοօσ',
  p: 'рρ',
  q: 'ԛզ',
  r: 'гᴦ',
  s: 'ѕ',
  t: 'тτ',
  u: 'υսцʋ',
  v: 'ѵν',
  w: 'ԝѡω',
  x: 'хχ',
  y: 'уүγ',
  z: 'ᴢ',
};
const LATIN = new Map(
  Object.entries(LOOKALIKES).flatMap(([latin, others]) =>
    [...others].map((other) => [other, latin] as const),
  ),
);
const INVISIBLE = /\p{Cf}/gu;
const WORD = /\p{L}+/gu;

/**
 * The same for names that people would take for one another: those that differ in case, width, spaces, characters that
 * are not seen, or in letters of other alphabets that look like Latin ones. A word with a letter of its own stays as it is.
 */
export function nameKey(name: string): string {
  const text = name.normalize('NFKC').replace(INVISIBLE, '').trim().toLowerCase().replace(/\s+/g, ' ');
  return text.replace(WORD, (word) => {
    const letters = [...word].map((letter) => (letter <= '\u007f' ? letter : LATIN.get(letter)));
    return letters.includes(undefined) ? word : letters.join('');
  });
}
