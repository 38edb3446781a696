import { afterEach, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openPage, useBrowser, type Look, type WatchedPage } from './browser.ts';
import type { SystemInUse } from './open-system.ts';

/** What a portal link opens, and how its page is looked at. */
interface Entry extends Look {
  /** Default: the sandbox. */
  readonly environments?: readonly ('sandbox' | 'production')[];
  readonly readOnly?: boolean;
  /** A page in whose browser it is opened, as another tab. Default: a browser of its own. */
  readonly beside?: Page;
}

/** Where a key signs in, and how the page is looked at. */
interface SignIn extends Look {
  /** The page that is asked for without a session, and shown afterwards. Default: the first one. */
  readonly path?: string;
}

/** Pages of browsers that keep nothing of each other. */
export interface Pages {
  readonly browser: Browser;
  /** An empty page. */
  readonly open: (look?: Look) => Promise<Page>;
  /** Opens a new portal link of a tenant, clicks its way in, and waits for the overview. */
  readonly enter: (tenant: { readonly id: string }, entry?: Entry) => Promise<Page>;
  /** Asks for a page of the dashboard, and signs in with a key on the way. */
  readonly signIn: (key: string, target?: SignIn) => Promise<Page>;
}

/**
 * Pages for the tests of a file. They are closed after each test, and the test fails where a script of theirs has, or where
 * the content policy has stopped something.
 */
export function usePages(system: SystemInUse): Pages {
  const browser = useBrowser();
  const opened: WatchedPage[] = [];
  afterEach(async () => {
    const pages = opened.splice(0);
    await Promise.all(pages.map(({ context }) => context.close()));
    expect(pages.flatMap(({ faults }) => faults)).toEqual([]);
  });

  const open = async (look?: Look) => {
    const watched = await openPage(browser, look);
    opened.push(watched);
    return watched.page;
  };
  return {
    browser,
    open,
    enter: async ({ id }, { environments = ['sandbox'], readOnly = false, beside, ...look } = {}) => {
      const rights = { environments, readOnly };
      const link = await system.operator.post<{ url: string }>(`/v1/tenants/${id}/portal-links`, rights);
      const page = beside === undefined ? await open(look) : await beside.context().newPage();
      await page.goto(link.body.url);
      await page.getByRole('button', { name: 'Open', exact: true }).click();
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      return page;
    },
    signIn: async (key, { path = '/', ...look } = {}) => {
      const page = await open(look);
      await page.goto(system.url + path);
      await page.getByLabel('API key').fill(key);
      await page.getByRole('button', { name: 'Sign in' }).click();
      return page;
    },
  };
}
