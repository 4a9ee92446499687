import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { NO_BROWSER, startBrowser, type Browser } from '@berth/testing/browser';
import { onTestEnd, skipTest } from '@berth/testing/test-end';
import { createLab } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { ConsolePage, LOCALES, THEMES } from './console-page.js';

let platform: Platform;
let browser: Browser | undefined;

beforeAll(async () => {
  platform = await Platform.start();
  await createLab(platform);
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

describe('limits', () => {
  it('show a member their own grant, and nothing that they may not do', async () => {
    const visitor = await signedIn('ada');
    const { page } = visitor;
    await page.getByRole('link', { name: 'Grants' }).click();
    await page.getByRole('rowheader', { name: 'ada' }).waitFor();
    for (const path of ['/grants', '/quotas', '/prices']) {
      await visitor.goTo(path);
      await page.locator('main h1').waitFor();
      assert.equal(await page.getByRole('button', { name: /^(?:Grant|Set|Revoke|Remove)/ }).count(), 0);
    }
    visitor.assertNoComplaint();
  });

  it('are granted to a project, and revoked', async () => {
    const visitor = await signedIn('root');
    const { page } = visitor;
    await visitor.goTo('/grants');
    await page.getByRole('button', { name: 'Grant a pool' }).click();
    const choose = async (label: string, name: string): Promise<void> => {
      await page.getByRole('combobox', { name: label }).fill(name);
      await page.getByRole('option', { name }).click();
    };
    await choose('Project', 'digits');
    await choose('Pool', 'default');
    await page.getByRole('dialog').getByRole('button', { name: 'Grant a pool' }).click();
    await page.getByRole('rowheader', { name: 'Project digits' }).waitFor();
    const row = page.getByRole('row').filter({ hasText: 'digits' });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('Revoked').waitFor();
    visitor.assertNoComplaint();
  });

  it('are set as a quota, which says at its field what is no number, and removed', async () => {
    const visitor = await signedIn('root');
    const { page } = visitor;
    await visitor.goTo('/quotas');
    await page.getByRole('button', { name: 'Set a quota' }).click();
    await page.getByRole('combobox', { name: 'User' }).fill('ada');
    await page.getByRole('option', { name: 'ada' }).click();
    await page.getByLabel('GPUs').fill('many');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Must be a number of 0 or more.').waitFor();
    await page.getByLabel('GPUs').fill('2');
    await page.getByLabel('GPUs').press('Enter');
    await page.getByRole('rowheader', { name: 'ada' }).waitFor();
    await page.getByText('GPUs: 0 of 2').waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('GPUs: 0 of 2').waitFor({ state: 'detached' });
    visitor.assertNoComplaint();
  });

  it('have prices, which admins set in the unit of the currency', async () => {
    const visitor = await signedIn('root');
    const { page } = visitor;
    await visitor.goTo('/prices');
    await page.getByRole('button', { name: 'Set a price' }).click();
    await page.getByLabel('Device model').fill('A100');
    await page.getByLabel('Price per hour').fill('1.25');
    await page.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('row').filter({ hasText: 'A100' });
    await row.getByText('€1.25').waitFor();
    visitor.assertNoComplaint();
  });

  it.each(LOCALES)('break no rule of WCAG in %s, in either theme', async (locale) => {
    const visitor = await signedIn('root');
    for (const path of ['/grants', '/quotas', '/prices'])
      for (const theme of THEMES) {
        await visitor.goTo(path);
        await visitor.wear({ locale, theme });
        await visitor.page.locator('main h1').waitFor();
        await visitor.page
          .locator('main [role=status]')
          .filter({ hasText: '…' })
          .waitFor({ state: 'detached' });
        assert.deepEqual(await visitor.violations(), [], `${path}, ${theme}`);
      }
    visitor.assertNoComplaint();
  });
});
