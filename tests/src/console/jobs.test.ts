import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { NO_BROWSER, startBrowser, type Browser, type Page } from '@berth/testing/browser';
import { onTestEnd, skipTest } from '@berth/testing/test-end';
import { submit, untilState } from '../platform/jobs.js';
import { createLab, type Lab } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { ConsolePage, THEMES } from './console-page.js';

/** A browser beside a whole platform on two cores. */
const PATIENCE = { timeout: 90_000 };
const MILLION = 1_000_000;
/** What a tab may take in all, whatever the log. */
const MAX_HEAP_MIB = 80;

let platform: Platform;
let lab: Lab;
let browser: Browser | undefined;

beforeAll(async () => {
  platform = await Platform.start({ simulateGpus: 2 });
  lab = await createLab(platform);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await platform.stop();
});

async function signedIn(path = '/'): Promise<ConsolePage> {
  if (!browser) skipTest(NO_BROWSER);
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  onTestEnd(() => context.close());
  const visitor = await ConsolePage.open(context, platform);
  visitor.page.setDefaultTimeout(PATIENCE.timeout);
  await visitor.signIn('ada');
  if (path !== '/') await visitor.goTo(path);
  return visitor;
}

const shell = (text: string) => ({ command: ['sh', '-c', text] });

const selected = (page: Page): Promise<string | null> =>
  page.getByRole('button', { name: /selected/ }).textContent();

/** After the garbage is collected, with what typed arrays take. */
async function heapMiB(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const usage = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return (usage.usedSize + usage.backingStorageSize) / 1024 / 1024;
}

describe('jobs in the console', () => {
  it('are submitted, followed to their end, searched, and shown to others by a link to their lines', async () => {
    const visitor = await signedIn('/jobs');
    const { page } = visitor;
    await page.getByRole('link', { name: 'Submit a job' }).click();
    const command = page.getByRole('textbox', { name: 'Command' });
    await command.fill(
      'for i in $(seq 1 300); do echo "step $i loss=0.$i"; sleep 0.01; done; echo "the end" >&2',
    );
    await page.getByRole('textbox', { name: 'Name' }).fill('<b>steps</b> & more');
    await page.getByText('One is free now.').waitFor();
    // a field that can't be read is named, and nothing that was typed is lost
    await page.getByRole('textbox', { name: 'Time limit' }).fill('soon');
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByText('Write a duration such as').waitFor();
    assert.match(await command.inputValue(), /seq 1 300/);
    await page.getByRole('textbox', { name: 'Time limit' }).fill('30m');
    assert.match(
      (await page.getByRole('tabpanel', { name: 'Command line' }).textContent()) ?? '',
      /--time 30m -- sh -c/,
    );
    await page.getByRole('button', { name: 'Submit', exact: true }).click();

    await page.getByRole('tab', { name: 'Log' }).click();
    const log = page.getByRole('log', { name: 'Output of' });
    await log.getByText('the end').waitFor();
    await page.getByText('complete').waitFor();
    await page.getByText('Succeeded').waitFor();
    assert.equal(await log.getAttribute('dir'), 'ltr');

    await log.focus();
    await page.keyboard.press('/');
    await page.keyboard.type('step 120 ');
    await page.keyboard.press('Enter');
    await page.getByText('1 of 1').waitFor();
    await log.locator('mark', { hasText: 'step 120' }).waitFor();
    await log.getByRole('link', { name: '120', exact: true }).click();
    await log.getByRole('link', { name: '124', exact: true }).click({ modifiers: ['Shift'] });
    await page.waitForURL(/#L120-L124$/);
    await page.keyboard.press('Shift+ArrowDown');
    await page.waitForURL(/#L120-L125$/);

    const other = await visitor.page.context().newPage();
    await other.goto(page.url().replace(/\?.*#/, '#'));
    await other.getByRole('log', { name: 'Output of' }).getByText('step 120 ').waitFor();
    assert.match((await selected(other)) ?? '', /6 lines selected/);

    await page.getByRole('button', { name: /Stream/ }).click();
    await page.getByRole('option', { name: 'stderr' }).click();
    await page.getByText('Not found').waitFor();
    await log.getByText('the end').waitFor();
    assert.equal(await log.getByText('step 120 ').count(), 0);

    for (const tab of ['Overview', 'Metrics', 'Runs', 'Specification', 'History', 'Cost']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await page.getByRole('tabpanel', { name: tab, exact: true }).waitFor();
    }
    visitor.assertNoComplaint();
  });

  it('are found by filters that the address keeps, and cancelled together, each with its answer', async () => {
    const ids = await Promise.all(
      ['sleeps one', 'sleeps two'].map((name) =>
        submit(lab, { ...shell('sleep 300'), name, gpus: { count: 0 } }),
      ),
    );
    const visitor = await signedIn('/jobs');
    const { page } = visitor;
    await page.getByRole('searchbox', { name: 'Name begins with' }).fill('sleeps');
    await page.waitForURL(/search=sleeps/);
    await page.getByText('2 jobs', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('2 jobs', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'All' }).check();
    await page.getByRole('button', { name: 'Cancel jobs…' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('enough');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel 2 jobs' }).click();
    for (const id of ids) await untilState(lab.ada.api, id, ['CANCELLED']);
    // what becomes of them is seen without a reload
    await page.getByRole('cell', { name: 'Cancelled' }).nth(1).waitFor();
    visitor.assertNoComplaint();
  });

  it('break no rule of accessibility in both themes, and from right to left', async () => {
    const id = await submit(lab, { ...shell('echo one; echo two'), name: 'two lines', gpus: { count: 0 } });
    await untilState(lab.ada.api, id, ['SUCCEEDED']);
    const visitor = await signedIn();
    for (const look of [
      ...THEMES.map((theme) => ({ theme, locale: 'en' as const })),
      { theme: 'dark', locale: 'fa' } as const,
    ]) {
      await visitor.wear(look);
      for (const path of [
        '/jobs',
        '/jobs/new',
        `/jobs/${id}`,
        `/jobs/${id}?tab=logs`,
        `/jobs/${id}?tab=spec`,
      ]) {
        await visitor.goTo(path);
        await visitor.page.getByRole('heading', { level: 1 }).waitFor();
        if (path.includes('logs')) await visitor.page.locator('[data-line="2"]').waitFor();
        assert.deepEqual([look, path, await visitor.violations()], [look, path, []]);
      }
    }
    visitor.assertNoComplaint();
  });
});

describe('a log of a million lines', () => {
  it('is followed, reached at any place, and searched, in little memory', async () => {
    const print = `awk 'BEGIN { for (i = 1; i <= ${MILLION}; i++) print "line " i " of many" (i == 777777 ? " needle" : "") }'`;
    const id = await submit(lab, { ...shell(print), name: 'many lines', gpus: { count: 0 } });
    const visitor = await signedIn(`/jobs/${id}?tab=logs`);
    const { page } = visitor;
    const log = page.getByRole('log', { name: 'Output of' });
    await page.getByText('complete').waitFor();
    await log.getByText(`line ${MILLION} of`).waitFor();
    const before = await heapMiB(page);

    const figures: { [name: string]: number } = {};
    const measured = async (name: string, act: () => Promise<unknown>): Promise<void> => {
      const start = performance.now();
      await act();
      figures[name] = Math.round(performance.now() - start);
    };
    await measured('to line 500,000', async () => {
      await page.getByRole('textbox', { name: 'Go to line or time' }).fill('500000');
      await page.keyboard.press('Enter');
      await log.getByText('line 500000 of').waitFor();
    });
    await log.focus();
    await measured('to the start', async () => {
      await page.keyboard.press('Home');
      await log.getByText('line 1 of many', { exact: true }).waitFor();
    });
    await measured('to the end', async () => {
      await page.keyboard.press('End');
      await log.getByText(`line ${MILLION} of`).waitFor();
    });
    await measured('search', async () => {
      await page.keyboard.press('/');
      await page.keyboard.type('needle');
      await page.keyboard.press('Enter');
      await log.locator('[data-line="777777"] mark').waitFor();
    });
    // the wheel passes over no line, where the scroll bar is scaled
    await log.hover();
    await page.mouse.wheel(0, 18 * 20);
    await log.locator('[data-line="777800"]').waitFor();
    for (let place = 0; place < 100; place++) {
      await log.evaluate(
        (element, part) => (element.scrollTop = part * element.scrollHeight),
        (place * 0.618) % 1,
      );
      await page.evaluate('new Promise(requestAnimationFrame)');
    }
    const shown = await log.locator('[data-line]').count();
    assert.ok(shown < 200, `${shown} lines are in the page`);
    const after = await heapMiB(page);
    console.log({ ...figures, heapMiB: [Math.round(before), Math.round(after)] });
    assert.ok(before < MAX_HEAP_MIB && after < MAX_HEAP_MIB, `${before} MiB, then ${after} MiB`);
    visitor.assertNoComplaint();
  });
});
