import { launchBrowser } from '@casewire/testing/browser';
import { useResource } from '@casewire/testing/fixtures';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** How long a click or an expectation may take. A shared machine may be slow. */
const DEADLINE_MS = 30_000;

const START_DEADLINE_MS = 120_000;

/** A page of a browser that keeps nothing of others, with what went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of scripts, and what the content policy has stopped. */
  readonly faults: readonly string[];
}

/** The browser of the package `@sparticuz/chromium`, for the tests of a file. It needs the system's libnss3. */
export function useBrowser(): Browser {
  return useResource(() => launchBrowser(), {
    close: (browser) => browser.close(),
    openDeadlineMs: START_DEADLINE_MS,
  });
}

/** The language of a browser that is started without one is `en-US@posix`, of which `Intl` makes an error. */
const LOCALE = 'en-US';

/** Runs in a page: pixels that do not fit into the window's width. */
export const BEYOND_THE_EDGE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** How a page is looked at. */
export interface Look {
  /** Of the window, in pixels; default 1,280. */
  readonly width?: number | undefined;
  /** What the system of the person prefers; default light. */
  readonly colorScheme?: 'light' | 'dark' | undefined;
}

/** Opens a page in a context of its own: no cookies, no storage. */
export async function openPage(
  browser: Browser,
  { width = 1_280, colorScheme = 'light' }: Look = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    locale: LOCALE,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(DEADLINE_MS);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(text)) faults.push(text);
  });
  return { page, context, faults };
}
