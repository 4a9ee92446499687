import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

describe('a CSV file', () => {
  it('quotes what has commas, quotes and line breaks', () => {
    expect(csvOf(['a', 'b'], [['one, two', 'say "no"\nnow']])).toBe(
      'a,b\r\n"one, two","say ""no""\nnow"\r\n',
    );
  });

  it('runs no name as a formula, and leaves numbers as they are', () => {
    expect(
      csvOf(
        ['name', 'n'],
        [
          ['=HYPERLINK("http://x")', -2.5],
          ['@sum', 3],
          ['گروه', 0],
        ],
      ),
    ).toBe('name,n\r\n"\'=HYPERLINK(""http://x"")",-2.5\r\n\'@sum,3\r\nگروه,0\r\n');
  });
});
