import { workspaceCache } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { afterEach, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { BEYOND_THE_EDGE, openPage, useBrowser, type Look, type WatchedPage } from './support/browser.ts';
import { createLivedInTenant } from './support/lived-in-tenant.ts';
import { useSystem } from './support/use-system.ts';

/** Pictures of every page, which the last run made, as `<page>-<colour>-<width>.png`. */
const PICTURES = join(workspaceCache, 'pictures');

const wideAndLight: Look = { width: 1_280, colorScheme: 'light' };
const narrowAndDark: Look = { width: 390, colorScheme: 'dark' };

const system = useSystem();
const receiver = useReceiver();
const full = useResource(() => createLivedInTenant(system, receiver), { openDeadlineMs: 120_000 });
const empty = useResource(() => system.createTenant());
const browser = useBrowser();
const opened: WatchedPage[] = [];

afterEach(async () => {
  const pages = opened.splice(0);
  await Promise.all(pages.map(({ context }) => context.close()));
  expect(pages.flatMap(({ faults }) => faults)).toEqual([]);
});

async function enter(tenantId: string, look: Look): Promise<Page> {
  const link = await system.operator.post<{ url: string }>(`/v1/tenants/${tenantId}/portal-links`, {
    environments: ['sandbox', 'production'],
  });
  const watched = await openPage(browser, look);
  opened.push(watched);
  const { page } = watched;
  await page.goto(link.body.url);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  return page;
}

/** The header of a dialog stands in a section, so it is no banner (HTML-AAM), which axe overlooks. */
const AXE_OPTIONS = "{ rules: { 'landmark-no-duplicate-banner': { enabled: false } } }";

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

/**
 * What is wrong with the page for somebody who uses it: what axe finds, and what does not fit into the window.
 * @param within selects what of the page can be used now: an open dialog covers the rest
 */
async function problemsOf(page: Page, within: string): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run('${within}', ${AXE_OPTIONS})`,
  );
  const beyond = await page.evaluate<number>(BEYOND_THE_EDGE);
  return [
    ...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`)),
    ...(beyond > 0 ? [`${beyond} pixels beyond the edge`] : []),
  ];
}

/** Waits until the page shows its data, takes its picture, and collects what is wrong with it. */
async function look(
  page: Page,
  name: string,
  { width, colorScheme }: Look,
  within = 'body',
): Promise<readonly string[]> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({
    path: join(PICTURES, `${name}-${colorScheme}-${width}.png`),
    animations: 'disabled',
  });
  return (await problemsOf(page, within)).map((problem) => `${name}: ${problem}`);
}

const areas = [
  '',
  'webhooks',
  'webhooks/new',
  'invocations',
  'events',
  'rejected',
  'replays',
  'failures',
  'find?subject=case-0000',
  'audit',
  'inspector',
];

/** The addresses of one of each thing, below the tenant's own, by the names of their pictures. */
const things = () => ({
  webhook: `webhooks/${full.webhook}`,
  'webhook-edit': `webhooks/${full.webhook}/edit`,
  'invocation-delivered': `invocations/${full.delivered}`,
  'invocation-failed': `invocations/${full.failed}`,
  'failure-group': `failures/${full.failureGroup}`,
  event: `events/${full.event}`,
  'rejected-event': `rejected/${full.rejected}`,
  replay: `replays/${full.replay}`,
  'not-found': 'invocations/00000000-0000-7000-8000-000000000000',
});

describe.each([wideAndLight, narrowAndDark])('at $width pixels, $colorScheme', (its) => {
  const nameOf = (area: string) => (area === '' ? 'overview' : area.replaceAll(/\W+/g, '-'));

  it('every page fits, and axe finds nothing', async () => {
    const page = await enter(full.tenant.id, its);
    const root = `${system.url}/t/${full.tenant.id}/sandbox`;
    const problems: string[] = [];
    for (const area of areas) {
      await page.goto(`${root}/${area}`);
      problems.push(...(await look(page, nameOf(area), its)));
    }
    for (const [name, path] of Object.entries(things())) {
      await page.goto(`${root}/${path}`);
      problems.push(...(await look(page, name, its)));
    }
    expect(problems).toEqual([]);
  });

  it('every page of the operator fits, and axe finds nothing', async () => {
    const watched = await openPage(browser, its);
    opened.push(watched);
    const { page } = watched;
    await page.goto(system.url);
    await page.getByLabel('API key').fill(system.adminKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('region', { name: full.tenant.id }).waitFor();
    const problems: string[] = [];
    for (const area of ['operator', 'tenants', 'audit']) {
      await page.goto(`${system.url}/${area}`);
      problems.push(...(await look(page, area === 'operator' ? area : `operator-${area}`, its)));
    }
    expect(problems).toEqual([]);
  });

  it('every page of a tenant that has nothing yet fits, and axe finds nothing', async () => {
    const page = await enter(empty.id, its);
    const problems: string[] = [];
    for (const area of areas.filter((each) => each !== 'webhooks/new')) {
      await page.goto(`${system.url}/t/${empty.id}/sandbox/${area}`);
      problems.push(...(await look(page, `${nameOf(area)}-empty`, its)));
    }
    expect(problems).toEqual([]);
  });

  it('the dialogs of a webhook and the way in fit, and axe finds nothing', async () => {
    const page = await enter(full.tenant.id, its);
    const problems: string[] = [];
    await page.goto(`${system.url}/t/${full.tenant.id}/sandbox/webhooks/${full.webhook}`);
    const asked = { pause: 'Pause', test: 'Send a test', replay: 'Replay' };
    for (const [name, action] of Object.entries(asked)) {
      if (action !== 'Pause') await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole(action === 'Pause' ? 'button' : 'menuitem', { name: action, exact: true }).click();
      await page.getByRole('dialog').waitFor();
      problems.push(...(await look(page, `dialog-${name}`, its, '[role=dialog]')));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.context().clearCookies();
    await page.goto(`${system.url}/sign-in`);
    problems.push(...(await look(page, 'sign-in', its)));
    expect(problems).toEqual([]);
  });
});
