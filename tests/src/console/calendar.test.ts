import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { NO_BROWSER, startBrowser, type Browser, type Page } from '@berth/testing/browser';
import { onTestEnd, skipTest } from '@berth/testing/test-end';
import { createLab, type Lab } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';
import { ConsolePage, LOCALES, THEMES } from './console-page.js';

jest.setTimeout(240_000);

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A change reaches other browsers by itself: the calendar is asked for again each minute only. */
const LIVE_TIMEOUT_MS = 5_000;

let platform: Platform;
let lab: Lab;
let browser: Browser | undefined;
/** Nothing is booked in the week that begins then; each test has days of its own. */
const monday = nextMonday();

beforeAll(async () => {
  platform = await Platform.start({ simulateGpus: 4 });
  lab = await createLab(platform);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await platform.stop();
});

function nextMonday(): number {
  const today = new Date(Math.floor(Date.now() / DAY) * DAY);
  return today.getTime() + (8 - (today.getUTCDay() || 7)) * DAY;
}

const iso = (at: number): string => new Date(at).toISOString();

async function visit(username: string, path = calendarPath): Promise<ConsolePage> {
  if (!browser) skipTest(NO_BROWSER);
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    viewport: { width: 1440, height: 900 },
  });
  onTestEnd(() => context.close());
  const visitor = await ConsolePage.open(context, platform, path);
  await visitor.signIn(username);
  return visitor;
}

const calendarPath = `/calendar?from=%22${iso(monday).slice(0, 10)}%22`;

/** Where a GPU's row is at an instant of the week, in px of the page. */
async function pointAt(page: Page, gpu: number, at: number): Promise<{ x: number; y: number }> {
  const row = await page.locator('[data-row]').nth(gpu).boundingBox();
  assert.ok(row);
  return { x: row.x + ((at - monday) / (7 * DAY)) * row.width + 1, y: row.y + row.height / 2 };
}

async function drag(
  page: Page,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 6 });
}

const bars = (page: Page, title: string) =>
  page.getByRole('button', { name: new RegExp(`^Reservation, ${title},`) });
const bookButton = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: 'Book', exact: true });

/** Reserves without the console. */
const reserve = (title: string, from: number, until: number, gpus: object) =>
  lab.ada.api.do<{ reservation: { id: string; devices: readonly { uuid: string }[] } }>(
    'reserve',
    { project: lab.project, pool: lab.pool, gpus, from: iso(from), until: iso(until), title },
    'reservation { id devices { uuid } }',
  );

describe('the calendar by mouse', () => {
  const day = monday;

  it('books what is drawn over GPUs and time, and shows it in another browser at once', async () => {
    const ada = await visit('ada');
    const root = await visit('root');
    const { page } = ada;
    await page.locator('[data-row]').first().waitFor();
    await root.page.locator('[data-row]').first().waitFor();
    await drag(page, await pointAt(page, 0, day + 8 * HOUR), await pointAt(page, 1, day + 11 * HOUR));
    await page.getByRole('status').getByText('2 GPUs · free').waitFor();
    await page.mouse.up();
    await page.getByLabel('Title').fill('drawn');
    await bookButton(page).click();
    await page.getByText(/^Booked: Mon/).waitFor();
    await bars(page, 'drawn').first().waitFor();
    await bars(root.page, 'drawn').first().waitFor({ timeout: LIVE_TIMEOUT_MS });
    assert.equal(await bars(root.page, 'drawn').count(), 2);
    assert.match(
      (await bars(page, 'drawn').first().getAttribute('aria-label')) ?? '',
      /^Reservation, drawn, digits, ada, Mon \d+ \w+ 08:00 – 12:00 \(4.*\), 2 GPUs$/,
    );
    ada.assertNoComplaint();
    root.assertNoComplaint();
  });

  it('moves a reservation by its body, sets its end by its edge, and takes a change back', async () => {
    const at = day + DAY;
    const { reservation } = await reserve('pulled', at + 8 * HOUR, at + 12 * HOUR, { count: 1 });
    const ada = await visit('ada');
    const { page } = ada;
    const bar = bars(page, 'pulled');
    await bar.waitFor();
    const windowIs = (text: RegExp) => page.getByRole('button', { name: text }).waitFor();
    const box = await bar.boundingBox();
    assert.ok(box);
    const width = box.width / 4;
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await drag(page, middle, { x: middle.x + width * 4, y: middle.y });
    await page.mouse.up();
    await windowIs(/^Reservation, pulled,.* 12:00 – 16:00/);
    await page.getByRole('button', { name: 'Undo' }).click();
    await windowIs(/^Reservation, pulled,.* 08:00 – 12:00/);
    const edge = { x: box.x + box.width - 3, y: middle.y };
    await drag(page, edge, { x: edge.x + width * 2, y: edge.y });
    await page.mouse.up();
    await windowIs(/^Reservation, pulled,.* 08:00 – 14:00/);
    const { reservation: after } = await lab.ada.api.ask<{ reservation: { from: string; until: string } }>(
      'query ($id: ID!) { reservation(id: $id) { from until } }',
      { id: reservation.id },
    );
    assert.deepEqual([after.from, after.until], [iso(at + 8 * HOUR), iso(at + 14 * HOUR)]);
    ada.assertNoComplaint();
  });

  it('says what is taken while it is drawn, and offers free windows where it is booked all the same', async () => {
    const at = day + 2 * DAY;
    await reserve('in the way', at + 8 * HOUR, at + 12 * HOUR, { count: 4 });
    const ada = await visit('ada');
    const { page } = ada;
    await bars(page, 'in the way').first().waitFor();
    await drag(page, await pointAt(page, 0, at + 5 * HOUR), await pointAt(page, 1, at + 9 * HOUR));
    await page.getByRole('status').getByText('2 GPUs · not free').waitFor();
    await page.mouse.up();
    await page.getByLabel('Title').fill('instead');
    await bookButton(page).click();
    await page.getByRole('alert').getByText('The devices are taken at that time').waitFor();
    const offered = page.getByRole('region', { name: 'Free near that time' }).getByRole('button');
    assert.ok((await offered.count()) > 0);
    assert.equal(await page.getByLabel('Title').inputValue(), 'instead');
    await offered
      .filter({ hasText: /Wed .* 12:00 – 17:00/ })
      .first()
      .click();
    await bookButton(page).click();
    await page.getByText(/^Booked: Wed .* 12:00 – 17:00/).waitFor();
    await bars(page, 'instead').first().waitFor();
    ada.assertNoComplaint();
  });
});

describe('the calendar by keyboard alone', () => {
  it('books, moves and opens', async () => {
    const ada = await visit('ada');
    const { page } = ada;
    await page.locator('[data-row]').first().waitFor();
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const cell = page.getByRole('application');
    const untilFocused = async (focused: () => Promise<boolean>): Promise<void> => {
      for (let count = 0; count < 40 && !(await focused()); count += 1) await page.keyboard.press('Tab');
      assert.ok(await focused());
    };
    const isOn = (selector: string) => () =>
      page.evaluate(
        `document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`,
      ) as Promise<boolean>;
    await untilFocused(isOn('[role=application]'));
    // from Monday 00:00 on the first GPU to Friday 00:00 on the third
    await press('Home', 'ArrowDown', 'ArrowDown');
    await press('Control+ArrowRight', 'Control+ArrowRight', 'Control+ArrowRight', 'Control+ArrowRight');
    await page
      .getByRole('status')
      .getByText(/GPU 2, Fri .* 00:00, free/)
      .waitFor();
    await press('Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown');
    await page.getByRole('status').getByText('2 GPUs · free').waitFor();
    await press('Enter');
    await page.getByRole('dialog').waitFor();
    await untilFocused(isOn('[name=title]'));
    await page.keyboard.type('typed');
    await press('Enter');
    await page.getByText(/^Booked: Fri .* 00:00 – 03:00/).waitFor();
    await bars(page, 'typed').first().waitFor();
    assert.ok(await isOn('[role=application]')(), 'the focus comes back to the grid');
    await press('m', 'ArrowRight', 'ArrowRight', 'Enter');
    await page.getByText(/^Changed: Fri .* 02:00 – 05:00/).waitFor();
    await page
      .getByRole('button', { name: /^Reservation, typed,.* 02:00 – 05:00/ })
      .first()
      .waitFor();
    await press('e', 'ArrowRight', 'Enter');
    await page.getByText(/^Changed: Fri .* 02:00 – 06:00/).waitFor();
    await cell.waitFor();
    await press('Enter');
    await page.getByRole('heading', { name: 'typed' }).waitFor();
    ada.assertNoComplaint();
  });
});

describe('the calendar from right to left', () => {
  it('books what is drawn leftwards in time, in the Persian calendar and the zone of the reader', async () => {
    // 10:00 in Tehran, which has no clock changes
    const from = monday + 6 * HOUR + HOUR / 2;
    const ada = await visit('ada');
    await ada.wear({ locale: 'fa', zone: 'Asia/Tehran' });
    const { page } = ada;
    const row = page.locator('[data-row]').nth(3);
    await row.waitFor();
    const box = await row.boundingBox();
    assert.ok(box);
    // the line begins at the right, at midnight in Tehran
    const xOf = (at: number): number =>
      box.x + box.width - ((at - (monday - 3.5 * HOUR)) / (7 * DAY)) * box.width - 1;
    const y = box.y + box.height / 2;
    await drag(page, { x: xOf(from), y }, { x: xOf(from + 2 * HOUR), y });
    await page.getByRole('status').getByText('۱۰:۰۰').waitFor();
    await page.mouse.up();
    await page.locator('[name=title]').fill('راست به چپ');
    await page.getByRole('dialog').locator('[type=submit]').click();
    await page.getByRole('button', { name: /راست به چپ/ }).waitFor();
    const { reservations } = await lab.ada.api.ask<{
      reservations: { edges: readonly { node: { from: string; until: string } }[] };
    }>('{ reservations(search: "راست") { edges { node { from until } } } }');
    assert.deepEqual(
      reservations.edges.map(({ node }) => [node.from, node.until]),
      [[iso(from), iso(from + 3 * HOUR)]],
    );
    ada.assertNoComplaint();
  });
});

describe('reservations', () => {
  it('are found, extended and cancelled, and what that frees is said first', async () => {
    const at = monday + 5 * DAY;
    await reserve('to be cancelled', at, at + 2 * HOUR, { count: 2 });
    const ada = await visit('ada', '/reservations');
    const { page } = ada;
    await page.getByLabel('Title begins with').fill('to be');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'to be cancelled' }).click();
    await page.getByRole('heading', { name: 'to be cancelled' }).waitFor();
    await page.getByRole('button', { name: 'Extend' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '+4 h' }).click();
    await dialog.getByText(/It then ends .* 06:00/).waitFor();
    await dialog.getByRole('button', { name: 'Extend' }).click();
    await page
      .getByText(/00:00 – 06:00/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Cancel reservation' }).click();
    await dialog.getByText(/2 GPUs are free for others for 6.*: 12 GPU hours/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel reservation' }).click();
    await page.getByText(/✕\s*Cancelled/).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Extend' }).count(), 0);
    await visitorGone(ada);
    ada.assertNoComplaint();
  });

  it('are booked where enough is free for long enough', async () => {
    const ada = await visit('ada', '/free?gpus=2&hours=3');
    const { page } = ada;
    await page
      .getByText(/free for/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Book', exact: true }).first().click();
    await page.getByLabel('Title').fill('found');
    await bookButton(page).click();
    await page.getByRole('heading', { name: 'found' }).waitFor();
    ada.assertNoComplaint();
  });
});

/** One that is not there says so. */
async function visitorGone(visitor: ConsolePage): Promise<void> {
  await visitor.goTo('/reservations/none');
  await visitor.page.getByRole('heading', { name: 'There is no such reservation' }).waitFor();
}

describe('the screens of reservations', () => {
  it.each(LOCALES)('break no rule of WCAG in %s, in either theme', async (locale) => {
    const { reservation } = await reserve(`seen in ${locale}`, monday + 6 * DAY, monday + 6 * DAY + HOUR, {
      count: 1,
    });
    const visitor = await visit('ada');
    for (const path of [calendarPath, '/reservations', `/reservations/${reservation.id}`, '/free']) {
      await visitor.goTo(path);
      for (const theme of THEMES) {
        await visitor.wear({ locale, theme });
        await visitor.page.locator('main h1').waitFor();
        await visitor.page.locator('[data-row], main table, main dl, main ul').first().waitFor();
        assert.deepEqual(await visitor.violations(), [], `${path}, ${theme}`);
      }
    }
    visitor.assertNoComplaint();
  });
});
