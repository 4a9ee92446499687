import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@berth/testing/browser';
import { PASSWORD } from '../platform/lab.js';
import type { Platform } from '../platform/platform.js';

export const LOCALES = ['en', 'zh-CN', 'zh-TW', 'fa'] as const;
export const THEMES = ['light', 'dark'] as const;

export interface Look {
  readonly locale?: (typeof LOCALES)[number];
  readonly theme?: (typeof THEMES)[number];
  readonly zone?: string;
}

/** A refused sign-in is an answer like others, which Chromium writes to the console all the same. */
const ANSWERED = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** The console in a browser of its own; whatever the page complains about is kept. */
export class ConsolePage {
  /** Errors of scripts and of the policy: a test says that there were none. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    readonly url: string,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error' && !ANSWERED.test(message.text())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  static async open(
    context: BrowserContext,
    { url }: Pick<Platform, 'url'>,
    path = '/',
  ): Promise<ConsolePage> {
    const opened = new ConsolePage(await context.newPage(), url);
    await opened.goTo(path);
    return opened;
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(this.url + path);
  }

  /** In English. */
  async signIn(username: string, password = PASSWORD): Promise<void> {
    await this.page.getByLabel('User name or e-mail address').fill(username);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByRole('button', { name: new RegExp(`^Account: ${username}`) }).waitFor();
  }

  /** As the settings keep it; the page is loaded anew. */
  async wear(look: Look): Promise<void> {
    await this.page.evaluate((kept) => localStorage.setItem('berth-look', kept), JSON.stringify(look));
    await this.page.reload();
  }

  /** Says what breaks the rules of WCAG 2.2 AA, by rule and element. */
  async violations(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page })
      // What React Aria has said lately, by the ids of elements of which some are gone again.
      .exclude('[data-live-announcer]')
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${failureSummary} ${html.slice(0, 200)}`),
    );
  }

  assertNoComplaint(): void {
    assert.deepEqual(this.complaints, []);
  }
}
