import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import {
  startBrowser,
  NO_BROWSER,
  PLAIN_HOST,
  type Browser,
  type BrowserContext,
} from '@berth/testing/browser';
import { onTestEnd, skipTest } from '@berth/testing/test-end';
import { PASSWORD, register } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { ConsolePage, LOCALES, THEMES } from './console-page.js';

let platform: Platform;
let browser: Browser | undefined;

beforeAll(async () => {
  platform = await Platform.start();
  await register(platform, 'root');
  await register(platform, 'ada');
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await platform.stop();
});

/** A person with a browser of their own. */
async function visit(path = '/'): Promise<ConsolePage> {
  return ConsolePage.open(await freshContext(), platform, path);
}

async function freshContext(): Promise<BrowserContext> {
  if (!browser) skipTest(NO_BROWSER);
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  onTestEnd(() => context.close());
  return context;
}

describe('the way in', () => {
  it('refuses a wrong password where it can be read, keeps what was typed, and lasts over a reload', async () => {
    const visitor = await visit();
    const { page } = visitor;
    await page.getByLabel('User name or e-mail address').fill('ada');
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('The user name or password is wrong').waitFor();
    assert.equal(await page.getByLabel('User name or e-mail address').inputValue(), 'ada');
    await visitor.signIn('ada');
    await page.reload();
    await page.getByRole('button', { name: /^Account: ada/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    visitor.assertNoComplaint();
  });

  it('is open to the keyboard alone', async () => {
    const visitor = await visit();
    const { page } = visitor;
    await page.getByLabel('Password').waitFor();
    await page.keyboard.type('ada');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Account: ada/ }).waitFor();
    await page.getByRole('button', { name: /^Account: ada/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Settings' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    visitor.assertNoComplaint();
  });

  it('makes an account, and says at its field what is wrong with one', async () => {
    const visitor = await visit('/register');
    const { page } = visitor;
    const fill = async (username: string): Promise<void> => {
      await page.getByLabel('User name').fill(username);
      await page.getByLabel('E-mail address').fill('eve@example.org');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Create account' }).click();
    };
    await fill('e');
    await page.getByText('must have 2 to 40 letters').waitFor();
    assert.equal(await page.getByLabel('Password').inputValue(), PASSWORD);
    await fill('eve');
    await page.getByRole('button', { name: /^Account: eve/ }).waitFor();
    visitor.assertNoComplaint();
  });

  it('is shared by tabs: two that renew at once keep the session, and who leaves in one leaves in both', async () => {
    const context = await freshContext();
    const first = await ConsolePage.open(context, platform);
    await first.signIn('ada');
    const second = await ConsolePage.open(context, platform);
    const account = (each: ConsolePage) => each.page.getByRole('button', { name: /^Account: ada/ });
    await account(second).waitFor();
    for (let round = 0; round < 4; round += 1) {
      await Promise.all([first.page.reload(), second.page.reload()]);
      await Promise.all([account(first).waitFor(), account(second).waitFor()]);
    }
    await account(second).click();
    await second.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await first.page.getByRole('button', { name: 'Sign in' }).waitFor();
    first.assertNoComplaint();
    second.assertNoComplaint();
  });

  it('is open where the page comes by plain http from another machine, and what is done there is done', async () => {
    const visitor = await ConsolePage.open(await freshContext(), {
      url: platform.url.replace('127.0.0.1', PLAIN_HOST),
    });
    const { page } = visitor;
    await visitor.signIn('root');
    assert.equal(await page.evaluate('isSecureContext'), false);
    await page.reload();
    await visitor.goTo('/projects');
    await page.getByRole('button', { name: 'Create project' }).click();
    await page.getByLabel('Name', { exact: true }).fill('by-plain-http');
    await page.getByLabel('Name', { exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'by-plain-http' }).waitFor();
    visitor.assertNoComplaint();
  });

  it('leaves no token where a script of the page could keep it', async () => {
    const visitor = await visit();
    await visitor.signIn('ada');
    const kept = await visitor.page.evaluate(
      'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])',
    );
    assert.doesNotMatch(String(kept), /eyJ|refresh|token/i);
  });
});

describe('an address', () => {
  it('that no screen has says so, with the way home, and is no page for programs', async () => {
    const visitor = await visit();
    await visitor.signIn('ada');
    await visitor.goTo('/no/such/screen');
    await visitor.page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await visitor.page.getByRole('link', { name: 'Go to the home page' }).click();
    await visitor.page.getByRole('heading', { name: 'Home' }).waitFor();
    visitor.assertNoComplaint();
    const program = await fetch(`${platform.url}/no/such/screen`);
    assert.deepEqual(
      [program.status, program.headers.get('content-type')],
      [404, 'application/problem+json; charset=utf-8'],
    );
    const overview = await fetch(`${platform.url}/`);
    assert.match(await overview.text(), /\/graphql/);
  });
});

describe('what everybody can read', () => {
  it.each(LOCALES)('breaks no rule of WCAG in %s, in either theme', async (locale) => {
    const visitor = await visit();
    for (const theme of THEMES) {
      await visitor.wear({ locale, theme });
      await visitor.page.locator('form').waitFor();
      assert.equal(await visitor.page.locator('html').getAttribute('dir'), locale === 'fa' ? 'rtl' : 'ltr');
      assert.deepEqual(await visitor.violations(), [], `sign-in, ${theme}`);
    }
    await visitor.page.locator('input[name=login]').fill('ada');
    await visitor.page.locator('input[name=password]').fill(PASSWORD);
    await visitor.page.keyboard.press('Enter');
    await visitor.page.locator('nav').waitFor();
    for (const path of ['/', '/settings', '/no/such/screen']) {
      await visitor.goTo(path);
      for (const theme of THEMES) {
        await visitor.wear({ locale, theme });
        await visitor.page.locator('main h1, main h2').first().waitFor();
        assert.deepEqual(await visitor.violations(), [], `${path}, ${theme}`);
      }
    }
    visitor.assertNoComplaint();
  });
});

describe('the first load', () => {
  const MAX_BYTES = 230_000;
  const MAX_PAINT_MS = 1_000;

  it('is small, and painted within a second', async () => {
    const { page } = await visit();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    const { bytes, paint } = (await page.evaluate(`new Promise((resolve) => {
      const bytes = performance.getEntriesByType('resource')
        .filter(({ name }) => /\\.(js|css)$/.test(name))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
      new PerformanceObserver((list) => resolve({ bytes, paint: list.getEntries().at(-1).startTime }))
        .observe({ type: 'largest-contentful-paint', buffered: true });
    })`)) as { readonly bytes: number; readonly paint: number };
    assert.ok(bytes > 10_000 && bytes <= MAX_BYTES, `${bytes} bytes`);
    assert.ok(paint < MAX_PAINT_MS, `${paint} ms`);
  });
});
