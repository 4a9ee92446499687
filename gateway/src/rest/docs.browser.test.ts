import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { projectsByIdQuery } from '@berth/contracts/auth/operations';
import { poolsByIdQuery } from '@berth/contracts/inventory/operations';
import { jobsQuery } from '@berth/contracts/scheduler/operations';
import { skipTest } from '@berth/testing/test-end';
import type { Gateway } from '../gateway.js';
import { NO_BROWSER, startBrowser, type Browser } from '@berth/testing/browser';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { startTestGateway } from '../testing/test-client.js';

let platform: StandInPlatform;
let gateway: Gateway;
let browser: Browser | undefined;

beforeAll(async () => {
  platform = await StandInPlatform.start();
  for (const byId of [projectsByIdQuery, poolsByIdQuery]) platform.answer(byId, () => []);
  platform.answer(jobsQuery, () => ({ items: [], hasNextPage: false, hasPreviousPage: false }));
  gateway = await startTestGateway(platform);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await gateway.stop();
  await platform.stop();
});

describe('/docs in a browser', () => {
  it('authorises and tries a call, and asks no other origin for anything', async () => {
    if (!browser) skipTest(NO_BROWSER);
    const page = await browser.newPage();
    const asked: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(`${gateway.url}/docs`);
    assert.equal(page.url(), `${gateway.url}/docs/`);
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    const dialog = page.locator('.dialog-ux');
    await dialog
      .locator('input[type=text]')
      .first()
      .fill(await platform.issuer.token());
    await dialog.getByRole('button', { name: 'Apply credentials' }).first().click();
    await dialog.getByRole('button', { name: 'Close', exact: true }).first().click();
    await page.getByText('Submit, follow, and decide on jobs.').click();
    await page.locator('#operations-Jobs-jobs .opblock-summary-control').click();
    await page.locator('#operations-Jobs-jobs').getByRole('button', { name: 'Execute' }).click();
    const answer = page.locator('#operations-Jobs-jobs .live-responses-table .response-col_status');
    await answer.first().waitFor();
    assert.match(
      await page.locator('#operations-Jobs-jobs .live-responses-table').innerText(),
      /200[\s\S]*"items": \[\]/,
    );
    if (process.env['BERTH_SCREENSHOT']) await page.screenshot({ path: process.env['BERTH_SCREENSHOT'] });
    const origin = new URL(gateway.url).origin;
    assert.deepEqual(
      asked.filter((url) => !url.startsWith('data:') && new URL(url).origin !== origin),
      [],
    );
    assert.deepEqual(errors, []);
  });
});
