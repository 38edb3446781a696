import type { Tenant } from '@casewire/testing';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { choose, follow, sandboxPage, type Stage } from './stage.ts';

/** Ends the session of a tenant, as the operator can. */
async function endSessions({ system }: Stage, { id }: Tenant): Promise<void> {
  expect(await system.operator.delete(`/v1/sessions?tenant=${id}`)).toMatchObject({ body: { ended: 1 } });
}

/** Types into the form of a new webhook. */
async function typeWebhook(stage: Stage, page: Page, tenant: Tenant): Promise<void> {
  await page.goto(sandboxPage(stage, tenant, 'webhooks/new'));
  await page.getByLabel('Name', { exact: true }).fill('Half typed');
  await page.getByRole('textbox', { name: 'URL' }).fill(stage.receiver.url);
}

/** Sends the form, and expects that what was typed is saved. */
async function saveWebhook(page: Page, tenant: Tenant): Promise<void> {
  await page.getByRole('button', { name: 'Create webhook' }).click();
  await page.getByText('The webhook is ready').waitFor();
  const { body } = await tenant.api.get('/v1/webhooks');
  expect(body).toMatchObject({ data: [{ name: 'Half typed' }] });
}

/** What pages do when the way to Casewire is not as usual. */
export function describeStates(stage: Stage): void {
  const { system, pages } = stage;

  describe('a page with something typed', () => {
    it('asks for a new session when its own was ended, and saves what was typed after a sign-in', async () => {
      const [tenant, other] = [await system.createTenant(), await system.createTenant()];
      const page = await pages.enter(tenant);
      await typeWebhook(stage, page, tenant);
      await endSessions(stage, tenant);
      await page.getByRole('button', { name: 'Create webhook' }).click();
      const dialog = page.getByRole('dialog').filter({ hasText: 'Your session has ended' });
      await dialog.getByRole('button', { name: 'I have signed in elsewhere' }).click();
      await dialog.getByText('Nobody has signed in yet').waitFor();
      await dialog.getByLabel('API key').fill(other.key);
      await dialog.getByRole('button', { name: 'Sign in' }).click();
      await dialog.getByText('may not open this page').waitFor();
      await dialog.getByLabel('API key').fill(tenant.key);
      await dialog.getByRole('button', { name: 'Sign in' }).click();
      await dialog.waitFor({ state: 'detached' });
      await saveWebhook(page, tenant);
    });

    it('goes on by itself when a new link was opened in another tab', async () => {
      const tenant = await system.createTenant();
      const page = await pages.enter(tenant);
      await typeWebhook(stage, page, tenant);
      await endSessions(stage, tenant);
      await page.getByRole('button', { name: 'Create webhook' }).click();
      const dialog = page.getByRole('dialog').filter({ hasText: 'Your session has ended' });
      await dialog.waitFor();
      await pages.enter(tenant, { beside: page });
      await dialog.waitFor({ state: 'detached' });
      await saveWebhook(page, tenant);
    });

    it('says that there is no connection, keeps what was typed, and goes on when there is one', async () => {
      const tenant = await system.createTenant();
      const page = await pages.enter(tenant);
      await typeWebhook(stage, page, tenant);
      await page.context().setOffline(true);
      await page.getByRole('button', { name: 'Create webhook' }).click();
      const notice = page.getByRole('alert').filter({ hasText: 'No connection to Casewire' });
      await notice.waitFor();
      await page.context().setOffline(false);
      await notice.waitFor({ state: 'detached' });
      await saveWebhook(page, tenant);
    });
  });

  it('waits for a connection with a page that was never opened before, and shows it then', async () => {
    const page = await pages.enter(await system.createTenant());
    await page.context().setOffline(true);
    await choose(page, 'Audit');
    await page.getByRole('alert').filter({ hasText: 'No connection to Casewire' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Audit' }).waitFor();
  });

  it('says how long Casewire asks to wait when there were too many requests', async () => {
    const tenant = await system.createTenant();
    const { id } = await tenant.createWebhook({
      url: stage.receiver.url,
      timeoutMs: 60_000,
      events: ['workflow.completed'],
    });
    const answers = Promise.withResolvers<object>();
    stage.receiver.respond(() => answers.promise);
    const page = await pages.enter(tenant);
    await page.goto(sandboxPage(stage, tenant, `webhooks/${id}`));
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Send a test' }).click();
    const underWay = Array.from({ length: 4 }, () => tenant.api.post(`/v1/webhooks/${id}/test`, {}));
    await stage.receiver.waitForCount(4);
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await page.getByText('Too many requests').waitFor();
    await page.getByText(/This page goes on in \d+ s/).waitFor();
    await page.getByRole('dialog').getByText('at most 4 tests').waitFor();
    answers.resolve({});
    await Promise.all(underWay);
  });

  it('leaves nothing behind a sign-out, in any tab', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: stage.receiver.url, name: 'Customer portal' });
    const page = await pages.enter(tenant);
    const other = await page.context().newPage();
    for (const each of [page, other]) {
      await each.goto(sandboxPage(stage, tenant, ''));
      await follow(each, 'Webhooks');
      await each.getByText('Customer portal').waitFor();
    }
    await page.evaluate("localStorage.setItem('kept', 'no longer')");
    const answered = page.waitForResponse((response) => response.request().method() === 'DELETE');
    await page.getByRole('button', { name: 'Session' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    expect(await (await answered).headerValue('clear-site-data')).toBe('"cache", "storage"');
    for (const each of [page, other]) {
      await each.getByText('Sign in to Casewire').waitFor();
      await each.goBack();
      await each.getByText('Sign in to Casewire').waitFor();
      expect(await each.getByText('Customer portal').count()).toBe(0);
    }
    expect(await page.evaluate("localStorage.getItem('kept')")).toBeNull();
    expect(await page.context().cookies()).toEqual([]);
  });
}
