import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { NO_BROWSER, startBrowser, type Browser } from '@berth/testing/browser';
import { onTestEnd, skipTest } from '@berth/testing/test-end';
import { createLab, untilOnline } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { ConsolePage, LOCALES, THEMES } from './console-page.js';

let platform: Platform;
let browser: Browser | undefined;

beforeAll(async () => {
  platform = await Platform.start({ simulateGpus: 2 });
  const { admin } = await createLab(platform);
  await untilOnline(admin.api);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await platform.stop();
});

async function signedIn(username: string): Promise<ConsolePage> {
  if (!browser) skipTest(NO_BROWSER);
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  onTestEnd(() => context.close());
  const visitor = await ConsolePage.open(context, platform);
  await visitor.signIn(username);
  return visitor;
}

describe('hosts', () => {
  it('show what their devices do now, and are found by filters that the address keeps', async () => {
    const visitor = await signedIn('ada');
    const { page } = visitor;
    await page.getByRole('link', { name: 'Hosts' }).click();
    await page.getByText('1 of 1 host').waitFor();
    assert.equal(await page.getByText('24 GiB').count(), 2);
    // samples come live
    await page.getByText('% in use').first().waitFor({ timeout: 45_000 });
    await page.getByLabel('Search by name').fill('no such host');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No host matches' }).waitFor();
    await page.waitForURL(/search=no/);
    await page.reload();
    await page.getByRole('heading', { name: 'No host matches' }).waitFor();
    assert.equal(await page.getByLabel('Search by name').inputValue(), 'no such host');
    // a member is shown nothing that the server would refuse
    assert.equal(await page.getByRole('button', { name: 'Join a host' }).count(), 0);
    visitor.assertNoComplaint();
  });

  it('are cordoned and opened again by staff, by the keyboard alone', async () => {
    const visitor = await signedIn('root');
    const { page } = visitor;
    await visitor.goTo('/hosts');
    await page.locator('main h2 a').focus();
    await page.keyboard.press('Enter');
    const press = async (name: string): Promise<void> => {
      await page.getByRole('button', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
    };
    await page.getByRole('heading', { name: 'The last seven days' }).waitFor();
    await press('Cordon');
    await page.getByText('Nothing new starts on its 2 devices').waitFor();
    await page.getByLabel('Reason').focus();
    await page.keyboard.type('fan is loud');
    await page.keyboard.press('Enter');
    await page.getByText('Cordoned').waitFor();
    await press('Uncordon');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Uncordon' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Cordon', exact: true }).waitFor();
    visitor.assertNoComplaint();
  });

  it('join by a token that is shown once, with the command that takes it', async () => {
    const visitor = await signedIn('root');
    const { page } = visitor;
    await visitor.goTo('/hosts');
    await page.getByRole('button', { name: 'Join a host' }).click();
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = await page.getByLabel('Token').innerText();
    assert.ok(token.length > 20);
    assert.match(
      await page.getByLabel('Command').innerText(),
      new RegExp(`BERTH_GATEWAY_URL=${platform.url}`),
    );
    const joined = await fetch(`${platform.url}/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: `${token}x` }),
    });
    assert.ok(joined.status >= 400);
    await page.keyboard.press('Escape');
    assert.equal(await page.getByText(token).count(), 0);
    visitor.assertNoComplaint();
  });

  it('that are not there say so', async () => {
    const visitor = await signedIn('ada');
    await visitor.goTo('/hosts/SG9zdDowMFpWNEs1NDBYQlQwSDM0M043Ukc2UDdKMA');
    await visitor.page.getByRole('heading', { name: 'There is no such host', level: 1 }).waitFor();
  });

  it.each(LOCALES)(
    'break no rule of WCAG in %s, in either theme, and nor does what the services do',
    async (locale) => {
      const visitor = await signedIn('root');
      await visitor.goTo('/hosts');
      const one = (await visitor.page.locator('main h2 a').getAttribute('href')) ?? '';
      for (const path of ['/hosts', one, '/system']) {
        await visitor.goTo(path);
        for (const theme of THEMES) {
          await visitor.wear({ locale, theme });
          await visitor.page.locator('main h2').first().waitFor();
          assert.deepEqual(await visitor.violations(), [], `${path}, ${theme}`);
        }
      }
      visitor.assertNoComplaint();
    },
  );
});
