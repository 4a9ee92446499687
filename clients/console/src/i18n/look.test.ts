import { describe, expect, it } from '@jest/globals';
import { preferredLocale } from './catalogue.js';
import { isZone, readLook } from './look.js';

describe('the language', () => {
  it.each([
    [['fa-IR', 'en'], 'fa'],
    [['zh-Hans-CN'], 'zh-CN'],
    [['zh'], 'zh-CN'],
    [['zh-TW'], 'zh-TW'],
    [['zh-Hant'], 'zh-TW'],
    [['zh-HK'], 'zh-TW'],
    [['de-DE', 'fr', 'en-US', 'fa'], 'en'],
    [['de-DE'], 'en'],
    [[], 'en'],
  ])('of a browser that asks for %j is %s', (wanted, locale) => {
    expect(preferredLocale(wanted)).toBe(locale);
  });
});

describe('what is kept of the look', () => {
  it('is taken where it is good', () => {
    const kept = {
      locale: 'zh-TW',
      theme: 'dark',
      zone: 'Asia/Tehran',
      calendar: 'persian',
      singleKeys: false,
    };
    expect(readLook(JSON.stringify(kept), ['en'])).toEqual(kept);
  });

  it.each([
    null,
    '',
    'not json',
    'null',
    '[]',
    '7',
    '{"locale":"xx","theme":7,"zone":"Mars/Base","calendar":"moon"}',
  ])('does no harm where it is %j', (kept) => {
    expect(readLook(kept, ['fa'])).toEqual({
      locale: 'fa',
      theme: 'system',
      zone: undefined,
      calendar: undefined,
      singleKeys: true,
    });
  });

  it('knows zones by what the browser knows', () => {
    expect([isZone('Europe/Berlin'), isZone('Nowhere/At_All'), isZone(''), isZone(7)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
