import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { NO_BROWSER, startBrowser, type Browser } from '@berth/testing/browser';
import { onTestEnd, skipTest } from '@berth/testing/test-end';
import { script, submit, untilState } from '../platform/jobs.js';
import { createLab, PASSWORD, register, type Lab } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { ConsolePage, LOCALES, THEMES } from './console-page.js';

let platform: Platform;
let lab: Lab;
/** A job of ada that has ended. */
let job: string;
let browser: Browser | undefined;

beforeAll(async () => {
  platform = await Platform.start({ simulateGpus: 2 });
  lab = await createLab(platform);
  job = await submit(lab, { name: '=counted', ...script('setTimeout(() => {}, 1500)') });
  await untilState(lab.ada.api, job, ['SUCCEEDED']);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await platform.stop();
});

async function signedIn(username: string, path: string): Promise<ConsolePage> {
  if (!browser) skipTest(NO_BROWSER);
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  onTestEnd(() => context.close());
  const visitor = await ConsolePage.open(context, platform);
  await visitor.signIn(username);
  await visitor.goTo(path);
  return visitor;
}

/** @returns the file that a button gives, without the mark of its byte order */
async function fileOf({ page }: ConsolePage, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return (await readFile(await download.path(), 'utf8')).replace(/^\uFEFF/, '');
}

describe('usage and charges', () => {
  it('show what was held by project and model, with a file of the same', async () => {
    const visitor = await signedIn('ada', '/usage');
    const { page } = visitor;
    await page.getByRole('row', { name: /^digits / }).waitFor();
    await page.getByRole('img', { name: /^[A-Z][a-z]+:/ }).waitFor();
    const [header, row] = (await fileOf(visitor, 'Download CSV')).split('\r\n');
    assert.equal(header, 'key,name,device_seconds,leases,lease_seconds,amount,currency');
    assert.match(row ?? '', /,digits,\d[\d.]*,1,\d[\d.]*,\d[\d.]*,EUR$/);
    await page.getByRole('button', { name: /^Project.*Group by|^Group by/ }).click();
    await page.getByRole('option', { name: 'Device model' }).click();
    await page.waitForURL(/by=MODEL/);
    await page.getByRole('row', { name: /^CPU / }).waitFor();
    await visitor.goTo('/usage?month=2020-01');
    await page.getByRole('heading', { name: 'Nothing was held in this period' }).waitFor();
    visitor.assertNoComplaint();
  });

  it('list charges that filters in the address narrow, and keep formulas out of the file', async () => {
    const visitor = await signedIn('root', '/charges');
    const { page } = visitor;
    await page.getByRole('row', { name: /^=counted digits ada / }).waitFor();
    await page.getByText('1 of 1 charge shown').waitFor();
    await page.getByRole('combobox', { name: 'User' }).fill('roo');
    await page.getByRole('option', { name: 'root' }).click();
    await page.waitForURL(/user=/);
    await page.getByRole('heading', { name: 'There are no charges in this period' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'There are no charges in this period' }).waitFor();
    assert.equal(await page.getByRole('combobox', { name: 'User' }).inputValue(), 'root');
    await page.getByRole('combobox', { name: 'User' }).fill('');
    await page.keyboard.press('Tab');
    await page.getByRole('row', { name: /^=counted/ }).waitFor();
    assert.match(await fileOf(visitor, 'Download CSV'), /,digits,ada,/);
    visitor.assertNoComplaint();
  });
});

describe('history', () => {
  it('is every event of a thing, with who did it and what caused it', async () => {
    const visitor = await signedIn('ada', '/history');
    const { page } = visitor;
    await page.getByRole('link', { name: 'History of my account' }).click();
    await page.waitForURL(/entity=user/);
    await page.getByText('user registered').waitFor();
    await page.getByLabel('Id', { exact: true }).fill(job);
    await page.getByRole('button', { name: /History of/ }).click();
    await page.getByRole('option', { name: 'Job', exact: true }).click();
    await page.getByRole('button', { name: 'Show history' }).click();
    const placed = page.getByRole('listitem').filter({ hasText: 'job placed' });
    await placed.waitFor();
    await placed.locator('summary').focus();
    await page.keyboard.press('Enter');
    await placed.getByText('scheduler.job.placed.v1').waitFor();
    await page.getByLabel('Event', { exact: true }).fill('submitted');
    await page.keyboard.press('Enter');
    await page.waitForURL(/type=submitted/);
    await page.getByText('job submitted').waitFor();
    assert.equal(await page.getByText('job placed').count(), 0);
    // what is somebody else's is not there
    await visitor.goTo(`/history?entity=user&id=${lab.admin.id}`);
    await page.getByRole('alert').waitFor();
    visitor.assertNoComplaint();
  });

  it('shows what was reserved at an instant, by a slider and by the keyboard', async () => {
    const { reservations } = await lab.ada.api.do<{ reservations: { id: string }[] }>(
      'reserve',
      {
        pool: lab.pool,
        project: lab.project,
        title: 'then',
        from: new Date(Date.now() + 3_600_000).toISOString(),
        until: new Date(Date.now() + 7_200_000).toISOString(),
        gpus: { count: 1 },
      },
      'reservations { id }',
    );
    assert.equal(reservations.length, 1);
    const visitor = await signedIn('ada', `/history/reservations?at=${Date.now() + 1_000}`);
    const { page } = visitor;
    await page.getByRole('link', { name: 'then' }).waitFor();
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByRole('heading', { name: 'Nothing was reserved then' }).waitFor();
    await page.waitForURL(({ searchParams }) => Number(searchParams.get('at')) < Date.now() - 86_400_000);
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /\d{4}, \d\d:\d\d/);
    visitor.assertNoComplaint();
  });
});

describe('the own account', () => {
  it('has a profile that is changed and kept, reached from the menu', async () => {
    const visitor = await signedIn('ada', '/');
    const { page } = visitor;
    await page.getByRole('button', { name: /^Account: ada/ }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
    await page.getByLabel('First name').fill('Ada');
    await page.getByLabel('Telephone').fill('x');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('must be a phone number').waitFor();
    assert.equal(await page.getByLabel('First name').inputValue(), 'Ada');
    await page.getByLabel('Telephone').fill('+49 30 1234567');
    await page.keyboard.press('Enter');
    await page.getByText('Saved').waitFor();
    await page.reload();
    await page.getByLabel('First name').waitFor();
    assert.equal(await page.getByLabel('First name').inputValue(), 'Ada');
    visitor.assertNoComplaint();
  });

  it('refuses a wrong password at its field, and ends sessions elsewhere', async () => {
    const elsewhere = await platform.api.do<{ accessToken: string }>(
      'login',
      { login: 'ada', password: PASSWORD, client: 'elsewhere' },
      'accessToken',
    );
    const visitor = await signedIn('ada', '/account');
    const { page } = visitor;
    await page.getByLabel('Current password').fill('not this one');
    await page.getByLabel('New password').fill('another horse battery');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page
      .getByText('the current password is wrong')
      .or(page.getByText('You do not have the right'))
      .waitFor();
    const row = page.getByRole('row', { name: /^elsewhere/ });
    await row.getByRole('button', { name: 'End session' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
    await row.waitFor({ state: 'detached' });
    await assert.rejects(platform.api.as(elsewhere.accessToken).ask('{ projects { edges { cursor } } }'));
    visitor.assertNoComplaint();
  });

  it('makes tokens and feeds that are shown once, work, and stop when they are revoked', async () => {
    const visitor = await signedIn('ada', '/account');
    const { page } = visitor;
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Create token' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill('nightly');
    await dialog.getByRole('button', { name: 'Create token' }).click();
    const token = await dialog.getByLabel('Token', { exact: true }).innerText();
    const viewer = await platform.api
      .as(token)
      .ask<{ viewer: { username: string } }>('{ viewer { username } }');
    assert.equal(viewer.viewer.username, 'ada');
    await dialog.getByRole('button', { name: 'Close' }).click();
    assert.equal(await page.getByText(token).count(), 0);
    await page
      .getByRole('row', { name: /^nightly/ })
      .getByRole('button', { name: 'Revoke' })
      .click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('row', { name: /^nightly .*Revoked/ }).waitFor();
    await page.getByRole('button', { name: 'Create feed' }).click();
    await dialog.getByRole('button', { name: 'Create feed' }).click();
    const url = await dialog.getByLabel('Address of the feed').innerText();
    assert.match(await (await fetch(url)).text(), /^BEGIN:VCALENDAR/);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page
      .getByRole('row', { name: /^Your own/ })
      .getByRole('button', { name: 'Revoke' })
      .click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('row', { name: /^Your own .*Revoked/ }).waitFor();
    assert.equal((await fetch(url)).status, 404);
    visitor.assertNoComplaint();
  });
});

describe('people and projects', () => {
  it('are suspended and activated again by an admin, found by filters in the address', async () => {
    await register(platform, 'mallory');
    const visitor = await signedIn('root', '/people?search=mallory');
    const { page } = visitor;
    const row = page.getByRole('row', { name: /^mallory/ });
    const act = async (name: string): Promise<void> => {
      await row.getByRole('button', { name }).click();
      await page.getByRole('dialog').getByRole('button', { name }).click();
    };
    await act('Suspend');
    await row.getByText('Suspended').waitFor();
    assert.equal(await page.getByRole('row').count(), 2);
    await act('Activate');
    await row.getByText('Active', { exact: true }).waitFor();
    visitor.assertNoComplaint();
  });

  it('get members from whoever leads them, and a member is shown no other control', async () => {
    const visitor = await signedIn('ada', '/projects');
    const { page } = visitor;
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Create project' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill('letters');
    await dialog.getByRole('button', { name: 'Create project' }).click();
    const letters = page.locator('section').filter({ hasText: 'letters' });
    await letters.getByRole('button', { name: 'Add member' }).click();
    await dialog.getByRole('combobox', { name: 'User' }).fill('roo');
    await page.getByRole('option', { name: 'root' }).click();
    await dialog.getByRole('button', { name: 'Add member' }).click();
    await letters.getByRole('listitem').filter({ hasText: 'root' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'People' }).count(), 0);
    await visitor.goTo('/people');
    await page.getByRole('heading', { name: 'Only staff and auditors see all accounts' }).waitFor();
    visitor.assertNoComplaint();
  });
});

/** Each with what is there once it is loaded. */
const ROUTES = [
  ['/usage', 'main table'],
  ['/charges', 'main table'],
  ['/history', 'main h2'],
  ['/account', 'main table'],
  ['/people', 'main table'],
  ['/projects', 'main section li'],
  ['/history/reservations', 'main [role=slider], main input[type=range]'],
] as const;

describe('screens of accounts', () => {
  it.each(LOCALES)('break no rule of WCAG in %s, in either theme', async (locale) => {
    const visitor = await signedIn('root', '/');
    for (const [path, sign] of ROUTES) {
      await visitor.goTo(path);
      for (const theme of THEMES) {
        await visitor.wear({ locale, theme });
        await visitor.page.locator(sign).first().waitFor();
        assert.deepEqual(await visitor.violations(), [], `${path}, ${theme}`);
      }
    }
    visitor.assertNoComplaint();
  });
});
