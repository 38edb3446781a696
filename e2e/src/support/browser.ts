import { launchBrowser } from '@casewire/testing/browser';
import { useResource } from '@casewire/testing/fixtures';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

/** How long a click or an expectation may take. A shared machine may be slow. */
const DEADLINE_MS = 120_000;

const START_DEADLINE_MS = 120_000;

/** A page of a browser that keeps nothing of others, with what went wrong in it and in further tabs of its context. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of scripts, and what the content policy has stopped. */
  readonly faults: readonly string[];
}

/**
 * The browser of the package `@sparticuz/chromium`, for the tests of a file. It needs the system's libnss3.
 * @param args of the command line, beside the usual ones
 */
export function useBrowser(args: readonly string[] = []): Browser {
  return useResource(() => launchBrowser(args), {
    close: (browser) => browser.close(),
    openDeadlineMs: START_DEADLINE_MS,
  });
}

/** The language of a browser that is started without one is `en-US@posix`, of which `Intl` makes an error. */
const LOCALE = 'en-US';

/** Its offset is no whole hour and never that of UTC, so a time that is shown in the wrong zone is seen. */
const TIME_ZONE = 'Asia/Kolkata';

/** Runs in a page: pixels that do not fit into the window's width. */
const BEYOND_THE_EDGE = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Runs in a page: waits until a change of its window or colours is drawn. */
export const DRAWN = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/** Looks at a page at most, two frames apart: charts follow a change of the window some frames later. */
const MAX_LOOKS = 60;

/** How many pixels of a page do not fit into the window's width, once everything in it has followed that. */
export async function pixelsBeyondTheEdge(page: Page): Promise<number> {
  for (let looks = 1; ; looks += 1) {
    const beyond = await page.evaluate<number>(BEYOND_THE_EDGE);
    if (beyond === 0 || looks === MAX_LOOKS) return beyond;
    await page.evaluate(DRAWN);
  }
}

/** Whether an element is within the window from its upper to its lower edge. */
export async function isInWindow(element: Locator): Promise<boolean> {
  const box = await element.boundingBox();
  const height = element.page().viewportSize()?.height ?? 0;
  return box !== null && box.y >= 0 && box.y + box.height <= height;
}

/** How a page is looked at. */
export interface Look {
  /** Of the window, in pixels; default 1,280. */
  readonly width?: number | undefined;
}

/** Opens a page in a context of its own: no cookies, no storage. */
export async function openPage(browser: Browser, { width = 1_280 }: Look = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: 'light',
    locale: LOCALE,
    timezoneId: TIME_ZONE,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  context.setDefaultTimeout(DEADLINE_MS);
  const faults: string[] = [];
  context.on('weberror', (fault) => faults.push(String(fault.error())));
  context.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(text)) faults.push(text);
  });
  return { page: await context.newPage(), context, faults };
}
