import { randomUUID } from 'node:crypto';
import { apiClient, eventually, type Tenant } from '@casewire/testing';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { workflowEvent } from './support/events.ts';
import { usePages } from './support/use-pages.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem();
const { open, enter, signIn } = usePages(system);

/** The operator's page of who gets in for a tenant. */
async function openAccess({ id }: Pick<Tenant, 'id'>): Promise<Page> {
  const page = await signIn(system.adminKey, { path: `/tenants/${id}` });
  await page.getByRole('heading', { level: 1, name: `Access to ${id}` }).waitFor();
  return page;
}

interface Listed {
  readonly data: readonly { readonly id: string }[];
}

const sectionOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** Loads a page again whose session is over. */
async function expectSignedOut(page: Page): Promise<void> {
  await page.reload();
  await page.getByText('Sign in to Casewire').waitFor();
}

/** Confirms a question. */
async function answer(page: Page, lead: string, confirm: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByText(lead).waitFor();
  await dialog.getByRole('button', { name: confirm, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

describe('who gets in for a tenant', () => {
  it('by a key that is shown once and does what it was made for, until it is revoked', async () => {
    const tenant = await system.createTenant();
    const page = await openAccess(tenant);
    const keys = sectionOf(page, 'API keys');
    await keys.getByRole('button', { name: 'New key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Reports');
    await dialog.getByRole('checkbox', { name: 'write' }).uncheck();
    await dialog.getByLabel('Expires').fill('2020-01-01T00:00');
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await dialog.getByText('is not in the future').waitFor();
    await dialog.getByLabel('Expires').fill('');
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await dialog.getByText('It is shown this once').waitFor();
    const key = (await dialog.getByText(/^cw_sandbox_/).textContent()) ?? '';
    await dialog.getByRole('button', { name: 'I have saved it' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByText(key).count()).toBe(0);

    const client = apiClient(system.url, key);
    expect((await client.get('/v1/webhooks')).status).toBe(200);
    expect(await client.post('/v1/webhooks', { url: 'http://127.0.0.1:9/' })).toMatchObject({
      status: 403,
      body: { code: 'missing-scope' },
    });
    const person = await signIn(key);
    await person.getByRole('heading', { name: 'Overview' }).waitFor();
    const session = sectionOf(page, 'Sessions').getByRole('row').filter({ hasText: 'An API key' });
    await session.getByRole('cell', { name: 'read, payloads, replay, secrets' }).waitFor();

    const row = keys.getByRole('row').filter({ hasText: 'Reports' });
    await row.getByRole('cell', { name: 'read, payloads, replay, secrets' }).waitFor();
    await row.getByRole('time').first().waitFor();
    await row.getByRole('button', { name: 'Revoke' }).click();
    await answer(page, 'Requests with this key are refused from now on', 'Revoke');
    await row.getByRole('cell', { name: /^Revoked/ }).waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    expect((await client.get('/v1/webhooks')).status).toBe(401);
    await sectionOf(page, 'Sessions').getByText('Nobody is signed in.').waitFor();
    await expectSignedOut(person);
    expect((await tenant.api.get('/v1/webhooks')).status).toBe(200);
  });

  it('by a link that is shown once and opens what it says, until it is revoked with its session', async () => {
    const tenant = await system.createTenant();
    const page = await openAccess(tenant);
    const links = sectionOf(page, 'Portal links');
    await links.getByRole('button', { name: 'New link' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Sandbox' }).uncheck();
    await dialog.getByRole('checkbox', { name: 'Read only' }).check();
    expect(await dialog.getByRole('checkbox', { name: 'write' }).count()).toBe(0);
    await dialog.getByLabel('Begins at').fill(`/t/${tenant.id}/sandbox/webhooks`);
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    await dialog.getByText(/Is no page of the dashboard that the link opens/).waitFor();
    await dialog.getByLabel('Begins at').fill(`/t/${tenant.id}/production/webhooks`);
    await dialog.getByLabel('Usable for minutes').fill('5');
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    await dialog.getByText('it is shown this once').waitFor();
    await dialog.getByText(/in [45] min/).waitFor();
    const url = (await dialog.getByText(/\/enter#/).textContent()) ?? '';
    await dialog.getByRole('button', { name: 'I have saved it' }).click();
    const row = links.getByRole('row').filter({ hasText: `/t/${tenant.id}/production/webhooks` });
    await row.getByRole('cell', { name: 'Not used' }).waitFor();

    const person = await open();
    await person.goto(url);
    await person.getByRole('button', { name: 'Open', exact: true }).click();
    await person.waitForURL(`**/t/${tenant.id}/production/webhooks`);
    await person.getByText('Read only').waitFor();
    await row.getByRole('cell', { name: /^Used/ }).waitFor();
    const session = sectionOf(page, 'Sessions').getByRole('row').filter({ hasText: 'A portal link' });
    await session.getByRole('cell', { name: 'read, payloads', exact: true }).waitFor();

    await row.getByRole('button', { name: 'Revoke' }).click();
    await answer(page, 'The session that began with it is refused from now on', 'Revoke');
    await row.waitFor({ state: 'detached' });
    await session.waitFor({ state: 'detached' });
    await expectSignedOut(person);
  });

  it('until a session is ended: one of them, and then all', async () => {
    const [tenant, other] = [await system.createTenant(), await system.createTenant()];
    const byKey = await signIn(tenant.key);
    await byKey.getByRole('heading', { name: 'Overview' }).waitFor();
    const [first, second] = [await enter(tenant), await enter(tenant)];
    const stranger = await enter(other);
    const page = await openAccess(tenant);
    const sessions = sectionOf(page, 'Sessions');
    await sessions.getByRole('row').nth(3).waitFor();
    expect(await sessions.getByRole('row').count()).toBe(4);
    const row = sessions.getByRole('row').filter({ hasText: 'An API key' });
    await row.getByRole('button', { name: 'End' }).click();
    await answer(page, 'Its next request is refused.', 'End');
    await row.waitFor({ state: 'detached' });
    await expectSignedOut(byKey);
    await first.reload();
    await first.getByRole('heading', { name: 'Overview' }).waitFor();

    const ended = page.waitForResponse((response) => response.request().method() === 'DELETE');
    await sessions.getByRole('button', { name: 'End all' }).click();
    await answer(page, 'Keys stay good', 'End all');
    expect(await (await ended).json()).toEqual({ ended: 2 });
    await sessions.getByText('Nobody is signed in.').waitFor();
    await expectSignedOut(first);
    await expectSignedOut(second);
    await stranger.reload();
    await stranger.getByRole('heading', { name: 'Overview' }).waitFor();
    expect((await tenant.api.get('/v1/webhooks')).status).toBe(200);
  });

  it('is reached from the row of the tenant, and from its pages while the operator views them', async () => {
    const tenant = await system.createTenant();
    const page = await signIn(system.adminKey, { path: `/tenants?q=${tenant.id}` });
    await page.getByRole('link', { name: `Access to ${tenant.id}` }).click();
    await page.getByRole('heading', { level: 1, name: `Access to ${tenant.id}` }).waitFor();
    await page.getByRole('link', { name: 'Open the dashboard' }).click();
    await page.getByRole('button', { name: 'View as tenant' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Session' }).click();
    await page.getByRole('menuitem', { name: 'Access to this tenant' }).click();
    await page.waitForURL(`**/tenants/${tenant.id}`);
    await sectionOf(page, 'API keys').getByRole('cell', { name: 'Active' }).waitFor();

    const person = await enter(tenant);
    await person.getByRole('button', { name: 'Session' }).click();
    await person.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    expect(await person.getByRole('menuitem', { name: 'Access to this tenant' }).count()).toBe(0);
    await person.goto(`${system.url}/tenants/${tenant.id}`);
    await person.getByText('There is nothing here').waitFor();
  });
});

describe('the list of tenants', () => {
  it('shows those that have a webhook in some state of health', async () => {
    const tenant = await system.createTenant();
    await tenant.createWebhook({ url: 'http://127.0.0.1:9/' });
    const page = await signIn(system.adminKey, { path: `/tenants?q=${tenant.id}` });
    const choose = async (health: string) => {
      await page.getByRole('combobox', { name: 'Health' }).click();
      await page.getByRole('option', { name: health, exact: true }).click();
    };
    await choose('Failing');
    await page.getByText('No tenant matches').waitFor();
    await choose('Healthy');
    await page.getByRole('cell', { name: tenant.id }).first().waitFor();
    expect(page.url()).toContain('health=healthy');
  });
});

describe('a new tenant', () => {
  it('is made in the list of tenants, under an id that is free, and has nobody who gets in', async () => {
    const taken = await system.createTenant();
    const id = `made-${randomUUID().slice(0, 8)}`;
    const page = await signIn(system.adminKey, { path: '/tenants' });
    await page.getByRole('button', { name: 'New tenant' }).click();
    const dialog = page.getByRole('dialog');
    const make = () => dialog.getByRole('button', { name: 'Make the tenant' }).click();
    await dialog.getByLabel('Id', { exact: true }).fill('-');
    await make();
    await dialog.getByText('is not a tenant id').waitFor();
    await dialog.getByLabel('Name', { exact: true }).fill('Lighthouse Lending');
    await dialog.getByLabel('Id', { exact: true }).fill(taken.id);
    await make();
    await dialog.getByText(`the tenant id "${taken.id}" is taken`).waitFor();
    await dialog.getByLabel('Id', { exact: true }).fill(id);
    await make();
    await page.waitForURL(`**/tenants/${id}`);
    await page.getByRole('heading', { level: 1, name: 'Access to Lighthouse Lending' }).waitFor();
    await page.getByText('no program of the tenant can call the API').waitFor();
    expect(await system.operator.get(`/v1/tenants/${id}`)).toMatchObject({
      status: 200,
      body: { id, name: 'Lighthouse Lending' },
    });
  });
});

describe('rejected events that name no tenant', () => {
  it('are all listed for the operator, who gives one to a tenant by saying whose it is', async () => {
    const tenant = await system.createTenant();
    const subject = `case-${randomUUID()}`;
    const events = [0, 1].map(() => {
      const { tenantid: _tenant, environment: _its, ...event } = workflowEvent(tenant.id, { subject });
      return event;
    });
    for (const each of [...events, workflowEvent(tenant.id, { subject, data: {} })])
      await system.upstream.publishRaw(JSON.stringify(each), {
        'content-type': 'application/cloudevents+json',
      });
    await eventually(async () => {
      const { body } = await system.operator.get<Listed>(`/v1/rejected-events?subject=${subject}`);
      expect(body.data).toHaveLength(3);
    });
    const page = await signIn(system.adminKey);
    const unassigned = page.getByRole('region', { name: 'Events without a tenant' });
    const line = unassigned
      .getByRole('listitem')
      .filter({ hasText: 'an attribute is missing', hasNotText: /Sandbox|Production/ });
    // Other tenants may need more.
    const showAll = page.getByRole('button', { name: /^Show all/ });
    await line.or(showAll).first().waitFor();
    if (await showAll.isVisible()) await showAll.click();
    await line.getByRole('link', { name: 'Open' }).click();
    await page.getByRole('heading', { level: 1, name: 'Events without a tenant' }).waitFor();
    await page.getByRole('textbox', { name: 'Subject' }).fill(subject);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/rejected?subject=${subject}`);
    const rows = page.getByRole('row').filter({ hasText: subject });
    const untouched = rows.filter({ has: page.getByRole('cell', { name: 'Open', exact: true }) });
    await eventually(async () => {
      expect([await page.getByRole('row').count(), await rows.count()]).toEqual([3, 2]);
    });

    await untouched.first().click();
    await page.getByRole('button', { name: 'Reveal' }).click();
    await page.getByText('"workflowFinalState"').first().waitFor();
    await page.getByRole('button', { name: 'Publish as it was' }).click();
    await page.getByText('is required: nothing says whose event it is').waitFor();
    await page.getByRole('textbox', { name: 'tenantid' }).fill(tenant.id);
    await page.getByRole('textbox', { name: 'environment' }).fill('sandbox');
    await page.getByRole('button', { name: 'Publish with the original data' }).click();
    await page.getByText('It was published again.').waitFor();
    await eventually(async () => {
      const { body } = await tenant.api.get<Listed>(`/v1/events?subject=${subject}`);
      expect(body.data).toHaveLength(1);
    });
    await page.getByRole('link', { name: 'Events without a tenant' }).click();
    await page.getByRole('textbox', { name: 'Subject' }).fill(subject);
    await page.keyboard.press('Enter');
    await rows.getByRole('cell', { name: 'Published again' }).waitFor();
    expect(await untouched.count()).toBe(1);

    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('link', { name: 'Events without a tenant' }).click();
    await page.waitForURL('**/rejected');
  });
});
