import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_SHOWN, segmentsOf, withMarks } from './ansi.js';
import { collapse, placesOf, plain, plainPlace } from './text.js';

const ESC = '\u001b';
const shown = (line: string) =>
  segmentsOf(line)
    .map(({ text }) => text)
    .join('');

describe('colours', () => {
  it('are those of the sequences', () => {
    const [before, red, after] = segmentsOf(`a ${ESC}[1;31mb${ESC}[0m c`);
    assert.deepEqual(before, { text: 'a ', styles: [] });
    assert.deepEqual(red, { text: 'b', colour: 'ansi-red', styles: ['bold'] });
    assert.deepEqual(after, { text: ' c', styles: [] });
    assert.equal(segmentsOf(`${ESC}[92mx`)[0]!.colour, 'ansi-bright-green');
    assert.equal(segmentsOf(`${ESC}[38;5;196mx`)[0]!.rgb, '255, 0, 0');
    assert.equal(segmentsOf(`${ESC}[38;5;244mx`)[0]!.rgb, '128, 128, 128');
    assert.equal(segmentsOf(`${ESC}[48;2;1;2;3mx`)[0]!.backgroundRgb?.replaceAll(' ', ''), '1,2,3');
    assert.equal(segmentsOf(`${ESC}[7;34mx`)[0]!.background, 'ansi-blue');
  });

  it('are all that a sequence does', () => {
    assert.equal(
      shown(`${ESC}[2J${ESC}[10;10Hx${ESC}]0;title\u0007y${ESC}(Bz${ESC}]8;;javascript:alert(1)${ESC}\\w`),
      'xyzw',
    );
    assert.equal(shown('<img src=x onerror=alert(1)>'), '<img src=x onerror=alert(1)>');
    assert.equal(shown('admin\u202egnp.exe\u0000\u0007'), 'admin\ufffdgnp.exe\ufffd\ufffd');
    assert.equal(shown('a\tb'), 'a\tb');
    assert.equal(shown(`${ESC}[`), plain(`${ESC}[`));
  });

  it('give the plain text, whatever a program prints', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        `${ESC}[31m`,
        `${ESC}[0m`,
        `${ESC}[`,
        ESC,
        '\r',
        `${ESC}[38;5;300m`,
        `${ESC}]0;t\u0007`,
        '<b>',
        '\u0000',
      ),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const line = pieces.join('');
        assert.equal(shown(line), plain(line));
      }),
    );
  });

  it('stop where a line is longer than anybody reads', () => {
    assert.equal(shown('x'.repeat(MAX_SHOWN * 3)).length, MAX_SHOWN);
    assert.equal(shown(`${ESC}[31m${'x'.repeat(MAX_SHOWN * 3)}`).length, MAX_SHOWN);
  });
});

describe('progress bars', () => {
  it('show their last state', () => {
    assert.equal(collapse(' 10%\r 50%\r100%'), '100%');
    assert.equal(collapse('done\r'), 'done');
    assert.equal(collapse('\r\r'), '');
    assert.equal(shown(`${ESC}[31m10%\r${ESC}[32m100%`), '100%');
  });
});

describe('marks', () => {
  it('are where the match is in what is shown', () => {
    const line = `10% loss\r${ESC}[31mthe${ESC}[0m loss=0.5`;
    const start = line.lastIndexOf('loss');
    assert.deepEqual(plainPlace(line, { start, end: start + 4 }), { start: 4, end: 8 });
    assert.equal(plainPlace(line, { start: 4, end: 8 }), undefined);
    assert.deepEqual(
      placesOf('Loss loss LOSS', 'loss', false).map(({ start }) => start),
      [0, 5, 10],
    );
    assert.deepEqual(
      placesOf('Loss loss LOSS', 'loss', true).map(({ start }) => start),
      [5],
    );
    assert.deepEqual(placesOf('x', '', false), []);
  });

  it('cut the parts of a line, and lose no letter', () => {
    const marked = withMarks(segmentsOf(`ab${ESC}[31mcd${ESC}[0mef`), [{ start: 1, end: 5, kind: 'hit' }]);
    assert.deepEqual(
      marked.map(({ text, marked: kind, colour }) => [text, kind, colour]),
      [
        ['a', undefined, undefined],
        ['b', 'hit', undefined],
        ['cd', 'hit', 'ansi-red'],
        ['e', 'hit', undefined],
        ['f', undefined, undefined],
      ],
    );
  });
});
