import { workspaceCache } from '@casewire/testing';
import axe from 'axe-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DRAWN, pixelsBeyondTheEdge } from './browser.ts';

/** Pictures of pages, which the last run made, as `<page>-<colour>-<width>.png`. */
const FOLDER = join(workspaceCache, 'pictures');

/** How a page is seen: the width of the window in pixels, and the colours that the person's system prefers. */
interface View {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

const wideAndLight: View = { width: 1_280, colorScheme: 'light' };
const narrowAndDark: View = { width: 390, colorScheme: 'dark' };
const wideAndDark: View = { width: 1_280, colorScheme: 'dark' };
const narrowAndLight: View = { width: 390, colorScheme: 'light' };

/** Whether every picture is made: `npm run pictures`. Otherwise each width is seen in one colour. */
export const isComplete = process.env['CASEWIRE_PICTURES'] === 'all';

const views = [wideAndLight, narrowAndDark, ...(isComplete ? [wideAndDark, narrowAndLight] : [])];

/** The header of a dialog stands in a section, so it is no banner (HTML-AAM), which axe overlooks. */
const AXE_OPTIONS = "{ rules: { 'landmark-no-duplicate-banner': { enabled: false } } }";

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown }[];
}

/**
 * Waits until a page shows its data, looks at it in both widths, takes its pictures, and collects what is wrong.
 * @param name of the pictures
 * @param within selects what of the page can be used now: an open dialog covers the rest
 */
export async function lookAt(page: Page, name: string, within = 'body'): Promise<readonly string[]> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  await mkdir(FOLDER, { recursive: true });
  const problems: string[] = [];
  for (const its of views) {
    const title = `${name}-${its.colorScheme}-${its.width}`;
    await turnTo(page, its);
    await page.screenshot({ path: join(FOLDER, `${title}.png`), animations: 'disabled' });
    problems.push(...(await problemsOf(page, within)).map((problem) => `${title}: ${problem}`));
  }
  await turnTo(page, wideAndLight);
  return problems;
}

/** Changes the window and the colours of a page, as a person can who looks at it. */
async function turnTo(page: Page, { width, colorScheme }: View): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  await page.evaluate(DRAWN);
}

/** What is wrong with a page for somebody who uses it: what axe finds, and what does not fit into the window. */
async function problemsOf(page: Page, within: string): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run('${within}', ${AXE_OPTIONS})`,
  );
  const beyond = await pixelsBeyondTheEdge(page);
  return [
    ...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`)),
    ...(beyond > 0 ? [`${beyond} pixels beyond the edge`] : []),
  ];
}
