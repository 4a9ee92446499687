import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { NO_BROWSER, startBrowser, type Browser } from '@berth/testing/browser';
import { onTestEnd, skipTest } from '@berth/testing/test-end';
import { submit, untilState } from '../platform/jobs.js';
import { createLab, type Lab } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { ConsolePage, LOCALES, THEMES } from './console-page.js';

let platform: Platform;
let lab: Lab;
let browser: Browser | undefined;
const jobs: string[] = [];

beforeAll(async () => {
  platform = await Platform.start();
  lab = await createLab(platform, { approval: true });
  for (const name of ['first', 'second', 'third', 'fourth']) {
    const id = await submit(lab, { name, command: ['true'] });
    await untilState(lab.ada.api, id, ['AWAITING_APPROVAL']);
    jobs.push(id);
  }
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

describe('the inbox', () => {
  it('is not offered to members, who find their own jobs on the home page', async () => {
    const visitor = await signedIn('ada');
    await visitor.page.getByText('fourth').waitFor();
    assert.equal(await visitor.page.getByRole('link', { name: 'Inbox' }).count(), 0);
    visitor.assertNoComplaint();
  });

  it.each(LOCALES)(
    'breaks no rule of WCAG in %s, in either theme, and nor does the home page',
    async (locale) => {
      const visitor = await signedIn('root');
      for (const path of ['/inbox', '/'])
        for (const theme of THEMES) {
          await visitor.goTo(path);
          await visitor.wear({ locale, theme });
          await visitor.page.locator('main li').first().waitFor();
          assert.deepEqual(await visitor.violations(), [], `${path}, ${theme}`);
        }
      visitor.assertNoComplaint();
    },
  );

  it('is decided by keys alone: several at once, then the one that the keyboard is at', async () => {
    const visitor = await signedIn('root');
    const { page } = visitor;
    await page.getByRole('link', { name: 'Awaiting your decision' }).getByText('4').waitFor();
    await visitor.goTo('/inbox');
    await page.getByText('fourth').waitFor();
    for (const key of ['j', 'x', 'j', 'x', 'a']) await page.keyboard.press(key);
    await page.getByRole('heading', { name: 'Approve 2 requests?' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('first', { exact: true }).waitFor({ state: 'detached' });
    await page.getByText('0 chosen of 2').waitFor();
    for (const key of ['j', 'r']) await page.keyboard.press(key);
    await page.getByRole('heading', { name: 'Reject 1 request?' }).waitFor();
    await page.keyboard.type('use the small pool, joke aside');
    await page.keyboard.press('Enter');
    await page.getByText('third', { exact: true }).waitFor({ state: 'detached' });
    const [first = '', second = '', third = ''] = jobs;
    await untilState(lab.ada.api, first, ['SUCCEEDED']);
    await untilState(lab.ada.api, second, ['SUCCEEDED']);
    await untilState(lab.ada.api, third, ['REJECTED']);
    visitor.assertNoComplaint();
  });

  it('is one of the places that the palette leads to, as is a job by its name', async () => {
    const visitor = await signedIn('root');
    const { page } = visitor;
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('A screen, a job').waitFor();
    await page.keyboard.type('inb');
    await page.getByRole('menuitem', { name: 'Inbox' }).waitFor();
    await page.keyboard.press('ArrowDown');
    // While hits still come in, the field may name one that has just gone.
    await eventually(async () => assert.deepEqual(await visitor.violations(), []));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('A screen, a job').fill('secon');
    await page.getByRole('menuitem', { name: 'second' }).click();
    await page.getByRole('heading', { name: 'second' }).waitFor();
    visitor.assertNoComplaint();
  });

  it('says what could not be decided, because somebody else was faster', async () => {
    const visitor = await signedIn('root');
    const { page } = visitor;
    await visitor.goTo('/inbox');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'Approve 1 request?' }).waitFor();
    await lab.ada.api.do('cancelJob', { jobId: jobs[3] }, 'job { id }');
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.getByText('1 of 1 could not be decided').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('heading', { name: 'Nothing awaits a decision' }).waitFor();
    visitor.assertNoComplaint();
  });
});
