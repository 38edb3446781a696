import { eventually } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import { describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { workflowEvent } from './support/events.ts';
import { createLivedInTenant } from './support/lived-in-tenant.ts';
import { isComplete, lookAt } from './support/picture-book.ts';
import { usePages } from './support/use-pages.ts';
import { useSystem } from './support/use-system.ts';

const system = useSystem();
const receiver = useReceiver();
const full = useResource(() => createLivedInTenant(system, receiver), { openDeadlineMs: 120_000 });
const empty = useResource(() => system.createTenant());
const pages = usePages(system);

const environments = ['sandbox', 'production'] as const;

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
  'catalogue',
  'catalogue/try',
  'settings',
];

/** The addresses of one of each thing, below the tenant's own, by the names of their pictures. */
const things = () => ({
  webhook: `webhooks/${full.webhook}`,
  'webhook-paused': `webhooks/${full.paused}`,
  'webhook-edit': `webhooks/${full.webhook}/edit`,
  'invocation-delivered': `invocations/${full.delivered}`,
  'invocation-failed': `invocations/${full.failed}`,
  'failure-group': `failures/${full.failureGroup}`,
  event: `events/${full.event}`,
  'rejected-event': `rejected/${full.rejected}`,
  replay: `replays/${full.replay}`,
  'event-type': 'catalogue?type=claim.paid',
  'event-type-new': 'catalogue/new',
  'event-type-edit': 'catalogue/edit?type=claim.paid',
  'not-found': 'invocations/00000000-0000-7000-8000-000000000000',
});

const nameOf = (area: string) => (area === '' ? 'overview' : area.replaceAll(/\W+/g, '-'));

/** The pages of a tenant that lives in it, by the names of their pictures. */
const allPages = () =>
  Object.entries({ ...Object.fromEntries(areas.map((area) => [nameOf(area), area])), ...things() });

const sandboxOf = ({ id }: { readonly id: string }) => `${system.url}/t/${id}/sandbox`;

/** Pages for which a state is looked at in every run. The others have it by the same parts. */
const sampled = (names: readonly string[]) =>
  allPages().filter(([name]) => isComplete || names.includes(name));

/** Runs in a page: it reads again when somebody comes back to it. */
const LOOKED_AT_AGAIN = "document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))";

/** Keys and links of a tenant in each state, beside those that it has. */
async function createAccess(id: string): Promise<void> {
  const { operator } = system;
  const keys = `/v1/tenants/${id}/api-keys`;
  const expiresAt = new Date(Date.now() + 90 * 86_400_000).toISOString();
  await operator.post(keys, { environment: 'production', name: 'Case reports, nightly', expiresAt });
  const old = await operator.post<{ id: string }>(keys, {
    ...{ environment: 'sandbox', name: 'Old integration', scopes: ['read', 'payloads', 'write'] },
  });
  await operator.delete(`${keys}/${old.body.id}`);
  const landing = `/t/${id}/production/invocations?status=failed`;
  const link = { environments: ['production'], readOnly: true, landing };
  await operator.post(`/v1/tenants/${id}/portal-links`, link);
}

describe('every page fits, and axe finds nothing:', () => {
  it('those of a tenant', async () => {
    const page = await pages.enter(full.tenant, { environments });
    const problems: string[] = [];
    for (const [name, path] of allPages()) {
      await page.goto(`${sandboxOf(full.tenant)}/${path}`);
      problems.push(...(await lookAt(page, name)));
    }
    expect(problems).toEqual([]);
  });

  it('those of the operator', async () => {
    const page = await pages.signIn(system.adminKey);
    await page.getByRole('region', { name: full.tenant.id }).waitFor();
    const problems: string[] = [];
    for (const area of ['operator', 'tenants', 'audit', 'system']) {
      await page.goto(`${system.url}/${area}`);
      problems.push(...(await lookAt(page, area === 'operator' ? area : `operator-${area}`)));
    }
    await page.goto(sandboxOf(full.tenant));
    await page.getByRole('button', { name: 'View as tenant' }).waitFor();
    problems.push(...(await lookAt(page, 'view-entrance')));
    await page.getByRole('button', { name: 'View as tenant' }).click();
    // Where the button was, a figure shows its hint to the pointer.
    await page.mouse.move(0, 0);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    problems.push(...(await lookAt(page, 'view')));
    await page.getByRole('button', { name: 'Unlock…' }).click();
    await page.getByRole('dialog').waitFor();
    problems.push(...(await lookAt(page, 'dialog-unlock', '[role=dialog]')));
    await page.keyboard.press('Escape');
    await page.goto(`${sandboxOf(full.tenant)}/settings`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').waitFor();
    problems.push(...(await lookAt(page, 'dialog-tenant', '[role=dialog]')));
    expect(problems).toEqual([]);
  });

  it('what the operator alone may do: who gets in for a tenant, new tenants, events of no tenant', async () => {
    const { id } = full.tenant;
    await createAccess(id);
    await pages.enter(full.tenant, { environments });
    const page = await pages.signIn(system.adminKey, { path: `/tenants/${id}` });
    const problems: string[] = [];
    const region = (name: string) => page.getByRole('region', { name, exact: true });
    await region('Sessions').getByRole('row').nth(1).waitFor();
    problems.push(...(await lookAt(page, 'access')));
    const click = async (button: Locator, name: string) => {
      await button.click();
      await page.getByRole('dialog').waitFor();
      problems.push(...(await lookAt(page, name, '[role=dialog]')));
    };
    const questions = {
      'key-revoke': region('API keys').getByRole('button', { name: 'Revoke' }),
      'link-revoke': region('Portal links').getByRole('button', { name: 'Revoke' }),
      'session-end': region('Sessions').getByRole('button', { name: 'End', exact: true }),
      'sessions-end': region('Sessions').getByRole('button', { name: 'End all' }),
    };
    for (const [name, button] of Object.entries(questions)) {
      await click(button.first(), `dialog-${name}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    for (const [thing, submit] of [
      ['key', 'Make the key'],
      ['link', 'Make the link'],
    ] as const) {
      await click(page.getByRole('button', { name: `New ${thing}` }), `dialog-${thing}-new`);
      const dialog = page.getByRole('dialog');
      for (const scope of ['read', 'payloads', 'write', 'replay', 'secrets'])
        await dialog.getByRole('checkbox', { name: scope, exact: true }).uncheck();
      await dialog.getByRole('button', { name: submit }).click();
      await dialog.getByText('Choose at least one.').waitFor();
      problems.push(...(await lookAt(page, `dialog-${thing}-refused`, '[role=dialog]')));
      await dialog.getByRole('checkbox', { name: 'read', exact: true }).check();
      await dialog.getByRole('button', { name: submit }).click();
      await dialog.getByText(/this once/).waitFor();
      problems.push(...(await lookAt(page, `dialog-${thing}-made`, '[role=dialog]')));
      await dialog.getByRole('button', { name: 'I have saved it' }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    const { tenantid: _tenant, ...nobodys } = workflowEvent(id, { subject: 'case-1060' });
    await system.upstream.publishRaw(JSON.stringify(nobodys), {
      'content-type': 'application/cloudevents+json',
    });
    await page.goto(`${system.url}/rejected?subject=case-1060`);
    await page.getByRole('row').filter({ hasText: 'case-1060' }).waitFor();
    problems.push(...(await lookAt(page, 'unassigned')));
    await page.goto(`${system.url}/rejected/${full.rejected}`);
    problems.push(...(await lookAt(page, 'rejected-unassigned')));
    await page.goto(`${system.url}/tenants`);
    await click(page.getByRole('button', { name: 'New tenant' }), 'dialog-tenant-new');
    await page.getByLabel('Name', { exact: true }).fill('Lighthouse Lending');
    await page.getByRole('button', { name: 'Make the tenant' }).click();
    await page.getByText('Nobody is signed in.').waitFor();
    problems.push(...(await lookAt(page, 'access-empty')));
    expect(problems).toEqual([]);
  });

  it('those of a tenant that has nothing yet', async () => {
    const page = await pages.enter(empty, { environments });
    const problems: string[] = [];
    for (const area of areas.filter((each) => each !== 'webhooks/new')) {
      await page.goto(`${sandboxOf(empty)}/${area}`);
      problems.push(...(await lookAt(page, `${nameOf(area)}-empty`)));
    }
    expect(problems).toEqual([]);
  });

  it('the dialogs, what an event would become, a form that was refused, one that somebody else was faster with, and the way in', async () => {
    const page = await pages.enter(full.tenant, { environments });
    const problems: string[] = [];
    await page.goto(`${sandboxOf(full.tenant)}/webhooks/${full.webhook}`);
    const inMenu = { test: 'Send a test', replay: 'Replay', remove: 'Delete' };
    for (const [name, action] of Object.entries({ pause: 'Pause', ...inMenu })) {
      if (name !== 'pause') await page.getByRole('button', { name: 'More actions' }).click();
      const role = name === 'pause' ? 'button' : 'menuitem';
      await page.getByRole(role, { name: action, exact: true }).click();
      await page.getByRole('dialog').waitFor();
      problems.push(...(await lookAt(page, `dialog-${name}`, '[role=dialog]')));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.goto(`${sandboxOf(full.tenant)}/invocations/${full.delivered}`);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('heading', { name: 'Request body' }).scrollIntoViewIfNeeded();
    problems.push(...(await lookAt(page, 'invocation-compared')));
    await page.getByRole('button', { name: 'Resend' }).click();
    await page.getByRole('dialog').getByRole('heading', { name: 'Body' }).waitFor();
    problems.push(...(await lookAt(page, 'dialog-resend', '[role=dialog]')));
    await page.goto(`${sandboxOf(full.tenant)}/settings`);
    for (const name of ['Show', 'Rotate', 'New secret']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('dialog').waitFor();
      problems.push(...(await lookAt(page, `dialog-${nameOf(name.toLowerCase())}`, '[role=dialog]')));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.goto(`${sandboxOf(full.tenant)}/catalogue/try?type=workflow.completed`);
    await page.getByRole('button', { name: 'Check the event' }).click();
    await page.getByText('It would be accepted').waitFor();
    await page.getByRole('button', { name: 'Show the body' }).first().click();
    problems.push(...(await lookAt(page, 'catalogue-try-accepted')));
    await page.getByRole('textbox', { name: 'Event' }).fill('{"specversion": "1.0", "type": "claim.paid"}');
    await page.getByRole('button', { name: 'Check the event' }).click();
    await page.getByText('It would be rejected').waitFor();
    problems.push(...(await lookAt(page, 'catalogue-try-rejected')));
    await page.goto(`${sandboxOf(full.tenant)}/webhooks/new`);
    await page.getByRole('textbox', { name: 'URL' }).fill('ftp://files.example');
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByText('This cannot be saved').waitFor();
    await page.getByRole('textbox', { name: 'URL' }).and(page.locator(':focus')).waitFor();
    problems.push(...(await lookAt(page, 'webhooks-new-refused')));
    await page.getByRole('textbox', { name: 'URL' }).fill(receiver.url);
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByRole('dialog').getByText('Check the signature').waitFor();
    problems.push(...(await lookAt(page, 'dialog-secret', '[role=dialog]')));
    await page.goto(`${sandboxOf(full.tenant)}/webhooks/${full.webhook}/edit`);
    await page.getByLabel('Name', { exact: true }).fill('Another name');
    await full.tenant.api.patch(`/v1/webhooks/${full.webhook}`, { timeoutMs: 9_000 });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Webhook changed').waitFor();
    problems.push(...(await lookAt(page, 'webhook-edit-changed')));
    await page.context().clearCookies();
    await page.goto(`${system.url}/sign-in`);
    problems.push(...(await lookAt(page, 'sign-in')));
    await page.goto(`${system.url}/embed/sign-in`);
    problems.push(...(await lookAt(page, 'embed-signed-out')));
    expect(problems).toEqual([]);
  });

  it('those that cannot be read because there is no connection', async () => {
    const page = await pages.enter(full.tenant, { environments });
    const problems: string[] = [];
    for (const [name, path] of sampled(['invocation-failed'])) {
      await page.goto(sandboxOf(full.tenant));
      await page.route('**/v1/**', (route) => route.abort());
      await page.evaluate(`history.pushState({}, '', '${sandboxOf(full.tenant)}/${path}')`);
      await page.getByRole('alert', { name: 'No connection to Casewire' }).waitFor();
      problems.push(...(await lookAt(page, `${name}-unread`)));
      await page.unroute('**/v1/**');
    }
    expect(problems).toEqual([]);
  });

  it('those whose session has ended', async () => {
    const page = await pages.enter(full.tenant, { environments });
    const cookies = await page.context().cookies();
    const problems: string[] = [];
    for (const [name, path] of sampled(['event-type-new'])) {
      await page.context().addCookies(cookies);
      await page.goto(`${sandboxOf(full.tenant)}/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.context().clearCookies();
      await eventually(async () => {
        await page.evaluate(LOOKED_AT_AGAIN);
        expect(await page.getByText('Your session has ended').count()).toBe(1);
      });
      problems.push(...(await lookAt(page, `${name}-expired`, '[role=dialog]')));
    }
    expect(problems).toEqual([]);
  });
});

it('a portal link begins at any page of its tenant', async () => {
  const { tenant } = full;
  const refused: string[] = [];
  for (const path of [...areas, ...Object.values(things())]) {
    const landing = `/t/${tenant.id}/sandbox/${path}`;
    const link = { environments: ['sandbox'], landing };
    const { status } = await system.operator.post(`/v1/tenants/${tenant.id}/portal-links`, link);
    if (status !== 201) refused.push(landing);
  }
  expect(refused).toEqual([]);
});
